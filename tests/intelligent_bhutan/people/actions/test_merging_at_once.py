"""A merge beside what happens to the same people at that moment: nothing is lost, nobody counts twice."""

import pytest
from django.db.models import Sum

from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.people.actions import merging
from intelligent_bhutan.people.models import IdentityNumber, Merge, MergeProposal
from literacy.actions import assessing, counting, sittings
from literacy.models import Attempt, DomainPass, Proficiency, Sitting, StandingDelta
from tests.factories import literacy_assessment as examination
from tests.factories import ownership as factory
from tests.factories.literacy_importing import carry
from tests.factories.people import PersonFactory
from tests.moments import beside

pytestmark = pytest.mark.usefixtures("committed")


def proposed(survivor, loser):
    proposal = merging.propose(survivor=survivor, loser=loser, reason="One card", by=factory.an_officer())
    second = factory.an_officer()
    return lambda: merging.decide(proposal=proposal, state="approved", by=second)


def proficient():
    found = StandingDelta.objects.filter(metric="proficient").aggregate(people=Sum("n"))
    return found["people"] or 0


def test_paper_that_is_handed_in_at_this_moment_is_merged_with_the_rest():
    survivor, loser = PersonFactory(), PersonFactory()
    merge = proposed(survivor, loser)
    attempt = examination.an_attempt(examination.an_open(citizens=[loser]))
    IdentityNumber.objects.all().delete()
    examination.answer(attempt)
    said = beside(lambda: assessing.submit(attempt=attempt, by=loser), merge)
    assert said.state == "approved"
    assert (Attempt.objects.get().citizen, DomainPass.objects.get().citizen) == (survivor, survivor)


def test_whoever_becomes_proficient_at_this_moment_counts_once():
    standard = examination.a_standard()
    survivor, loser = factory.a_proficient(PersonFactory(), standard), PersonFactory()
    merge = proposed(survivor, loser)
    held = examination.an_open(standard, [loser])
    IdentityNumber.objects.filter(person=loser).update(checked_at=None, checked_by=None)
    examination.sit_everything(held)
    sittings.close(sitting=held, by=held.invigilator)
    held = Sitting.objects.get(pk=held.pk)
    said = beside(lambda: sittings.sign(sitting=held, by=held.invigilator), merge)
    carry()
    assert said.state == "approved", said
    assert proficient() == 1
    assert Proficiency.objects.filter(revoked_at=None).count() == Award.objects.live().count() == 1
    counting.fold_all()
    assert counting.reconcile() == []


def test_signing_beside_a_merge_that_is_not_committed_counts_once_too():
    standard = examination.a_standard()
    survivor, loser = factory.a_proficient(PersonFactory(), standard), PersonFactory()
    merge = proposed(survivor, loser)
    held = examination.an_open(standard, [loser])
    IdentityNumber.objects.filter(person=loser).update(checked_at=None, checked_by=None)
    examination.sit_everything(held)
    sittings.close(sitting=held, by=held.invigilator)
    held = Sitting.objects.get(pk=held.pk)
    beside(merge, lambda: sittings.sign(sitting=held, by=held.invigilator))
    carry()
    assert proficient() == 1
    assert Proficiency.objects.filter(revoked_at=None).get().citizen == survivor
    factory.parted(Merge.objects.get())
    carry()
    assert proficient() == 2  # the protocol that was signed meanwhile counts for whom it was
    counting.fold_all()
    assert counting.reconcile() == []


def test_two_officers_at_once_merge_once():
    survivor, loser = PersonFactory(), PersonFactory()
    proposal = merging.propose(survivor=survivor, loser=loser, reason="One card", by=factory.an_officer())
    one, other = factory.an_officer(), factory.an_officer()
    said = beside(
        lambda: merging.decide(proposal=proposal, state="approved", by=one),
        lambda: merging.decide(proposal=proposal, state="approved", by=other),
    )
    assert said == "This was decided already. Load the page again to see how."
    assert Merge.objects.count() == 1


def test_merge_that_is_proposed_twice_at_once_waits_once():
    survivor, loser, by = PersonFactory(), PersonFactory(), factory.an_officer()

    def propose():
        return merging.propose(survivor=survivor, loser=loser, reason="One card", by=by)

    assert beside(propose, propose) == MergeProposal.objects.get()


def test_merge_that_is_proposed_again_while_it_is_done_is_refused():
    survivor, loser = PersonFactory(), PersonFactory()
    merge = proposed(survivor, loser)
    by = factory.an_officer()
    said = beside(merge, lambda: merging.propose(survivor=survivor, loser=loser, reason="One card", by=by))
    assert said == "One of these records became part of another before."
