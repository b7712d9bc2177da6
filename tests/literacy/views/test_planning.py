"""The page of possible doubles."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.people.actions import identity
from intelligent_bhutan.people.models import Membership
from literacy.models import Proficiency
from literacy.queries import standards
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role


def held(many=1):
    """So many people who resemble one who counts."""
    counted = PersonFactory(full_name="Karma Choden", date_of_birth=date(1990, 5, 1))
    for _ in range(many):
        again = PersonFactory(full_name="KARMA CHODEN", date_of_birth=date(1990, 5, 1))
        identity.claim(person=again, number="10701000123", by=again)
        one = Proficiency.objects.create(
            citizen=again, standard=standards.in_force(), reached_at=timezone.now(), held_for_review=True
        )
        one.resembles.set([counted])
    return one


@pytest.mark.parametrize("many", [1, 3])
def test_doubles_take_the_same_queries_however_many(client, django_assert_num_queries, many):
    held(many)
    client.force_login(holder_of(Role.PROGRAMME_OFFICER))
    with django_assert_num_queries(7):
        page = client.get(reverse("literacy:doubles"))
    assert page.text.count("KARMA CHODEN") == page.text.count("Karma Choden") == many
    assert "10701000123" not in page.text


def test_doubles_are_decided_by_officers_alone(client):
    one = held()
    decide = reverse("literacy:decide_double", args=[one.public_id])
    assert client.post(decide, {"decision": "other"}).status_code == 302
    for person in (one.citizen, holder_of(Role.COORDINATOR, OrganisationFactory()), holder_of(Role.INVIGILATOR)):
        client.force_login(person)
        assert client.get(reverse("literacy:doubles")).status_code == 403
        assert client.post(decide, {"decision": "other"}).status_code == 403
    one.refresh_from_db()
    assert one.held_for_review is True


def test_the_same_person_twice_never_counts_and_leaves_the_page(client):
    one = held()
    client.force_login(holder_of(Role.PROGRAMME_OFFICER))
    decide = reverse("literacy:decide_double", args=[one.public_id])
    assert client.post(decide, {"decision": "perhaps"}).status_code == 400
    page = client.post(decide, {"decision": "same"}, follow=True)
    one.refresh_from_db()
    assert (one.held_for_review, one.award, one.revoked_at is None) == (False, None, False)
    assert "Nobody waits for a decision." in page.text
    again = client.post(decide, {"decision": "other"}, follow=True)
    assert "Somebody has decided this already." in again.text
