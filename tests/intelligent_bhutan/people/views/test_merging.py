"""What officers see and press to put two records together and apart again, in both languages."""

import pytest
from django.urls import reverse
from django.utils import translation

from intelligent_bhutan.people.models import Merge, MergeProposal, UndoProposal, User
from tests.factories import literacy_classes
from tests.factories import ownership as factory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "dz"])
def test_two_officers_put_two_records_together_and_apart(client, language):
    cohort = literacy_classes.a_class()
    loser, survivor = literacy_classes.learner(cohort), PersonFactory()
    first, second = factory.an_officer(), factory.an_officer()
    with translation.override(language):
        client.force_login(first)
        found = client.get(reverse("people:merging"), {"survivor": survivor.username, "loser": loser.username})
        page = client.get(found.url)
        assert page.context["preview"].moves
        assert survivor.full_name in page.text
        assert loser.username in page.text
        made = client.post(found.url, {"reason": "One card"})
        decide = reverse("people:merge_decide", args=[MergeProposal.objects.get().public_id])
        assert client.post(decide, {"decision": "approved"}).status_code == 422
        client.force_login(second)
        assert client.get(made.url).status_code == 200
        assert client.post(decide, {"decision": "approved"}).url == made.url
        assert client.get(made.url).status_code == 200
        merge = Merge.objects.get()
        assert cohort.enrolments.get().citizen == survivor
        undo = reverse("people:merge_undo", args=[merge.public_id])
        assert undo in client.get(reverse("people:merging")).text
        assert client.post(undo, {"reason": "Two cards"}).url == reverse("people:merging")
        client.force_login(first)
        answer = reverse("people:merge_undo_decide", args=[UndoProposal.objects.get().public_id])
        assert answer in client.get(reverse("people:merging")).text
        client.post(answer, {"decision": "approved"})
    assert cohort.enrolments.get().citizen == loser
    assert User.objects.get(pk=loser.pk).is_active


def test_unknown_or_closed_record_is_a_sentence(client):
    client.force_login(factory.an_officer())
    for said in ("nobody", PersonFactory(is_active=False).username):
        page = client.get(reverse("people:merging"), {"survivor": said, "loser": said})
        assert page.status_code == 422
        assert "Nobody has this user name" in page.text


def test_what_cannot_be_is_said_instead_of_asked(client):
    one, other = PersonFactory(), PersonFactory()
    factory.examination.a_signed(citizens=[one, other])
    client.force_login(factory.an_officer())
    page = client.get(reverse("people:merge", args=[one.public_id, other.public_id]))
    assert "These are two people." in page.text
    assert "Propose to a second officer" not in page.text


def test_answer_that_is_none_decides_nothing(client):
    proposal = MergeProposal.objects.create(
        survivor=PersonFactory(), loser=PersonFactory(), reason="x", proposed_by=factory.an_officer()
    )
    client.force_login(factory.an_officer())
    assert client.post(reverse("people:merge_decide", args=[proposal.public_id]), {}).status_code == 422
    assert MergeProposal.objects.waiting().exists()


@pytest.mark.parametrize("many", [1, 3])
def test_list_costs_the_same_however_many(client, many, django_assert_num_queries):
    client.force_login(factory.an_officer())
    for _ in range(many):
        factory.merged(PersonFactory(), PersonFactory())
        MergeProposal.objects.create(
            survivor=PersonFactory(), loser=PersonFactory(), reason="x", proposed_by=factory.an_officer()
        )
    with django_assert_num_queries(7):
        assert client.get(reverse("people:merging")).status_code == 200
