"""The programme officer's desk: people put on the register one by one, and possible doubles."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.people.actions import identity
from intelligent_bhutan.people.models import Membership
from literacy.actions import assessing, sittings
from literacy.models import Enrolment, Proficiency
from literacy.queries import standards
from tests.factories.literacy_assessment import a_planned, admit
from tests.factories.literacy_classes import a_class
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


def test_a_citizen_who_learnt_alone_is_put_on_the_register_by_user_name_and_examined(client):
    alone, planned = PersonFactory(username="pema.lhaden"), a_planned()
    client.force_login(planned.assigned_by)
    there = reverse("literacy:register_person", args=[planned.public_id])
    assert f'action="{there}"' in client.get(planned.get_absolute_url()).text
    for said in ("1 person is new on the register.", "0 people are new on the register. 1 was on it before."):
        assert client.post(there, {"username": " Pema.Lhaden "})["Location"] == planned.get_absolute_url()
        assert said in client.get(planned.get_absolute_url()).text
    candidate = planned.candidates.get(citizen=alone)
    assert planned.candidates.count() == 2
    sittings.open_sitting(sitting=planned, by=planned.invigilator)
    admit(candidate)
    domain = planned.domains.first()
    assert assessing.open_attempt(candidate=candidate, domain=domain, by=alone).citizen == alone


@pytest.mark.parametrize("username", ["", "nobody", "gone.away"])
def test_a_user_name_of_nobody_is_said_beside_its_field(client, username):
    PersonFactory(username="gone.away", is_active=False)
    planned = a_planned()
    client.force_login(planned.assigned_by)
    page = client.post(reverse("literacy:register_person", args=[planned.public_id]), {"username": username})
    assert (page.status_code, list(page.context["register_person_form"].errors)) == (422, ["username"])
    assert planned.candidates.count() == 1


def test_nobody_is_registered_with_an_invigilator_of_their_own_house(client):
    planned = a_planned()
    client.force_login(planned.assigned_by)
    there = reverse("literacy:register_person", args=[planned.public_id])
    page = client.post(there, {"username": planned.invigilator.username}, follow=True)
    assert "The invigilator must come from another organisation" in page.text
    assert planned.candidates.count() == 1


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


def test_an_officer_registers_a_whole_class_in_the_order_of_its_roll_without_those_who_left(client):
    planned, cohort = a_planned(), a_class(learners=3)
    Enrolment.objects.filter(cohort=cohort, roll_number=2).update(left_at=timezone.now())
    client.force_login(planned.assigned_by)
    register = reverse("literacy:register", args=[planned.public_id])
    assert client.post(register, {}).status_code == 422
    for _ in range(2):
        assert client.post(register, {"cohort": cohort.pk})["Location"] == planned.get_absolute_url()
    came = planned.candidates.filter(seat__gt=1).order_by("seat")
    assert list(came.values_list("citizen__enrolments__roll_number", flat=True)) == [1, 3]


def test_an_officer_assigns_whoever_invigilates_and_nobody_who_is_close(client):
    planned, cohort = a_planned(), a_class()
    near, far = holder_of(Role.INVIGILATOR, cohort.organisation), holder_of(Role.INVIGILATOR, OrganisationFactory())
    client.force_login(planned.assigned_by)
    client.post(reverse("literacy:register", args=[planned.public_id]), {"cohort": cohort.pk})
    assign = reverse("literacy:assign", args=[planned.public_id])
    assert client.post(assign, {"invigilator": planned.assigned_by.pk}).status_code == 422
    assert "from another organisation" in client.post(assign, {"invigilator": near.pk}, follow=True).text
    client.post(assign, {"invigilator": far.pk})
    planned.refresh_from_db()
    assert planned.invigilator == far
