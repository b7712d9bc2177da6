"""What happens when officers, invigilators and candidates act at the same moment, with real threads and commits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intelligent_bhutan.certificates import actions as certificates
from intelligent_bhutan.certificates.models import Award
from literacy.actions import assessing, proficiency, seating, sittings
from literacy.models import Attempt, Candidate, DomainPass, Proficiency, Standing
from tests.factories.literacy_assessment import a_signed, a_standard, an_attempt, an_open, sit_everything
from tests.factories.people import PersonFactory
from tests.moments import beside

pytestmark = pytest.mark.usefixtures("committed")


def nobody_counts():
    """No certificate, no count and no proficiency holds."""
    return (
        not Award.objects.live().exists()
        and not Standing.objects.filter(proficient_on__isnull=False).exists()
        and not Proficiency.objects.filter(revoked_at=None).exists()
    )


def two_halves():
    """A signed sitting and a closed one in which the same person passed one domain each."""
    person, standard = PersonFactory(), a_standard()
    halves = []
    for domain in standard.domains.order_by("pk"):
        half = an_open(standard, [person])
        half.domains.set([domain])
        sit_everything(half)
        halves.append(sittings.close(sitting=half, by=half.invigilator))
    return sittings.sign(sitting=halves[0], by=halves[0].invigilator), halves[1]


def void(sitting):
    return lambda: sittings.void(sitting=sitting, reason="Phones were used", by=sitting.assigned_by)


def sign(sitting):
    return lambda: sittings.sign(sitting=sitting, by=sitting.invigilator)


def test_voiding_one_sitting_while_another_is_signed_leaves_nobody_proficient():
    signed, closed = two_halves()
    beside(sign(closed), void(signed))
    assert nobody_counts()


def test_signing_one_sitting_while_another_is_voided_leaves_nobody_proficient():
    signed, closed = two_halves()
    beside(void(signed), sign(closed))
    assert nobody_counts()
    assert DomainPass.objects.filter(voided_at=None).count() == 1


def test_voiding_while_an_officer_lets_a_double_count_takes_the_certificate_back():
    standard, witnesses = a_standard(), Candidate.Evidence.WITNESSES
    first = PersonFactory(full_name="Karma Choden")
    second = PersonFactory(full_name="Karma Choden", date_of_birth=first.date_of_birth)
    a_signed(standard, [first], evidence=witnesses)
    signed = a_signed(standard, [second], evidence=witnesses)
    held = Proficiency.objects.get(held_for_review=True)
    beside(lambda: proficiency.decide(proficiency=held, is_other_person=True, by=signed.assigned_by), void(signed))
    assert list(Award.objects.live().values_list("citizen", flat=True)) == [first.pk]
    assert list(Standing.objects.filter(proficient_on__isnull=False).values_list("citizen", flat=True)) == [first.pk]


def test_voiding_while_a_certificate_is_numbered_takes_it_back():
    signed = a_signed()
    award = Award.objects.get()
    beside(
        lambda: seating.keep_still([award.citizen_id]),
        lambda: certificates.issue(award=award.pk),
        then=void(signed),
    )
    assert nobody_counts()


def test_of_two_accounts_of_one_person_in_sittings_signed_at_once_one_is_held():
    first = PersonFactory(full_name="Karma Choden")
    second = PersonFactory(full_name="Karma Choden", date_of_birth=first.date_of_birth)
    standard, closed = a_standard(), []
    for person in (first, second):
        sitting = an_open(standard, [person], Candidate.Evidence.WITNESSES)
        sit_everything(sitting)
        closed.append(sittings.close(sitting=sitting, by=sitting.invigilator))
    beside(*map(sign, closed))
    assert list(Proficiency.objects.filter(held_for_review=True).values_list("citizen", flat=True)) == [second.pk]


@pytest.mark.parametrize("void_comes_first", [True, False])
def test_who_hands_in_elsewhere_while_a_sitting_is_voided_counts_as_examined(void_comes_first):
    person, standard = PersonFactory(), a_standard()
    failed = a_signed(standard, [person], how_many=1)
    Attempt.objects.update(submitted_at=timezone.now() - timedelta(days=365))
    attempt = an_attempt(an_open(standard, [person]))

    def hand_in():
        assessing.submit(attempt=attempt, by=person)

    beside(*((void(failed), hand_in) if void_comes_first else (hand_in, void(failed))))
    assert Standing.objects.get().assessed_on is not None


def test_a_candidate_who_begins_while_the_invigilator_notes_something_else_does_not_stop_them():
    held = an_open()
    candidate = held.candidates.select_related("citizen").get()
    domain = held.domains.first()
    refused = beside(
        lambda: sittings.locked(held, sittings.State.OPEN),
        lambda: assessing.open_attempt(candidate=candidate, domain=domain, by=candidate.citizen),
        then=lambda: sittings.mark_absent(candidate=candidate, by=held.invigilator),
    )
    assert refused == "The invigilator has not let you in yet, or the sitting is over."
    assert not Attempt.objects.exists()
