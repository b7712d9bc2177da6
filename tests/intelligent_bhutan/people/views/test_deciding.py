"""One page for all that waits for a second person."""

import pytest
from django.urls import reverse

from intelligent_bhutan.people.actions import merging
from intelligent_bhutan.people.models import Membership
from tests.factories.appointing import an_appointment
from tests.factories.people import PersonFactory, holder_of
from tests.factories.recovering import a_correction, a_proven_correction, a_recovery

pytestmark = pytest.mark.django_db


def counts(client, person):
    client.force_login(person)
    return [queue.count for queue in client.get(reverse("people:waiting")).context["queues"]]


def test_what_others_proposed_is_counted_and_not_ones_own(client):
    one, other = (holder_of(Membership.Role.PROGRAMME_OFFICER) for _ in range(2))
    assert counts(client, other) == [0, 0, 0, 0]
    a_recovery(by=one, facts_differ=True)
    a_correction()  # nobody has seen the evidence
    a_proven_correction(by=one)
    merging.propose(survivor=PersonFactory(), loser=PersonFactory(), reason="One card.", by=one)
    an_appointment(person=PersonFactory(), by=one)
    assert counts(client, other) == [1, 1, 1, 1]
    assert counts(client, one) == [0, 0, 0, 0]


def test_records_of_oneself_are_counted_for_others_alone(client):
    one, other, third = (holder_of(Membership.Role.PROGRAMME_OFFICER) for _ in range(3))
    merging.propose(survivor=other, loser=PersonFactory(), reason="One card.", by=one)
    assert (counts(client, other), counts(client, third)) == ([0, 0, 0, 0], [0, 0, 0, 1])


@pytest.mark.parametrize("many", [1, 3])
def test_page_costs_the_same_however_much_waits(client, many, django_assert_num_queries):
    for _ in range(many):
        a_recovery(facts_differ=True)
    client.force_login(holder_of(Membership.Role.PROGRAMME_OFFICER))
    client.get(reverse("people:waiting"))
    with django_assert_num_queries(8):
        client.get(reverse("people:waiting"))
