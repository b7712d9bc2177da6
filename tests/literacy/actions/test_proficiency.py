from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from intelligent_bhutan.certificates import actions as certificates
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.people.models import IdentityNumber, User
from literacy import signals
from literacy.actions import proficiency, sittings
from literacy.models import Candidate, Proficiency, Standing
from literacy.tasks import examining
from tests.factories.literacy_assessment import a_signed, a_standard, an_open, sit_everything
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
NAME = "Karma  Choden"
WITNESSES = Candidate.Evidence.WITNESSES


def a_number(person):
    """A citizenship number that the person claims."""
    return IdentityNumber.objects.create(person=person, digest=b"d" * 32, ciphertext=b"c")


def a_resembling_pair(**second):
    """Two people with much the same name and birth date, the first of whom counts."""
    first = PersonFactory(full_name=NAME)
    standard = a_standard()
    a_signed(standard, [first], evidence=WITNESSES)
    born = first.date_of_birth + timedelta(days=1)
    return first, PersonFactory(**{"full_name": "karma choden", "date_of_birth": born} | second), standard


def test_the_award_names_the_standard_and_what_was_tested():
    heard = []

    def hear(sender, citizen, **_):
        heard.append(citizen)

    signals.proficiency_reached.connect(hear)
    signed = a_signed()
    signals.proficiency_reached.disconnect(hear)
    award = Award.objects.get()
    assert (award.achievement.slug, award.achievement.version) == ("digital-proficiency", signed.standard.version)
    assert [fact["key"] for fact in award.evidence] == [domain.key for domain in signed.standard.domains.all()]
    assert {fact["on"] for fact in award.evidence} == {timezone.localdate().isoformat()}
    assert heard == [signed.candidates.get().citizen]


def test_one_domain_short_is_not_proficient():
    held = an_open()
    held.domains.remove(held.domains.first())
    sit_everything(held)
    sittings.close(sitting=held, by=held.invigilator)
    sittings.sign(sitting=held, by=held.invigilator)
    assert not Proficiency.objects.exists()


def test_who_began_under_an_earlier_standard_becomes_proficient_under_the_later_one():
    person = PersonFactory()
    earlier = an_open(a_standard(), [person])
    earlier.domains.remove(earlier.domains.first())
    sit_everything(earlier)
    sittings.close(sitting=earlier, by=earlier.invigilator)
    sittings.sign(sitting=earlier, by=earlier.invigilator)
    later = a_standard()
    a_signed(later, [person])
    assert Proficiency.objects.get().standard == later


def test_reaching_again_changes_nothing():
    signed = a_signed()
    person = signed.candidates.get().citizen
    again = proficiency.reach_if_complete(citizen=person, standard=signed.standard, by=signed.invigilator)
    assert again == Proficiency.objects.get()
    assert Award.objects.count() == 1


def test_who_resembles_somebody_waits_for_an_officer_and_then_counts():
    first, second, standard = a_resembling_pair()
    officer = a_signed(standard, [second], evidence=WITNESSES).assigned_by
    held = Proficiency.objects.get(citizen=second)
    assert (held.held_for_review, list(held.resembles.all()), held.award) == (True, [first], None)
    assert Standing.objects.get(citizen=second).proficient_on is None
    with pytest.raises(ValidationError, match="yourself"):
        proficiency.decide(proficiency=held, is_other_person=True, by=second)
    decided = proficiency.decide(proficiency=held, is_other_person=True, by=officer)
    assert (decided.award.citizen, decided.reviewed_by) == (second, officer)
    assert Standing.objects.get(citizen=second).proficient_on == timezone.localdate()
    with pytest.raises(ValidationError, match="already"):
        proficiency.decide(proficiency=held, is_other_person=False, by=officer)


def test_a_double_never_counts():
    _first, second, standard = a_resembling_pair()
    officer = a_signed(standard, [second], evidence=WITNESSES).assigned_by
    proficiency.decide(proficiency=Proficiency.objects.get(citizen=second), is_other_person=False, by=officer)
    assert not Award.objects.filter(citizen=second).exists()
    assert Standing.objects.get(citizen=second).proficient_on is None


def test_a_checked_number_needs_no_review():
    _first, second, standard = a_resembling_pair()
    a_signed(standard, [second])
    assert Proficiency.objects.get(citizen=second).held_for_review is False


def test_the_same_unchecked_number_is_reviewed():
    first, second, standard = a_resembling_pair(full_name="Somebody Else")
    a_number(first)
    a_number(second)
    a_signed(standard, [second], evidence=WITNESSES)
    assert Proficiency.objects.get(citizen=second).held_for_review is True


def test_another_birth_date_is_another_person():
    _first, second, standard = a_resembling_pair(date_of_birth=None)
    a_signed(standard, [second])
    assert Proficiency.objects.get(citizen=second).held_for_review is False


def test_withdraw_takes_the_count_back_once_the_award_is_revoked():
    signed = a_signed()
    award = Award.objects.get()
    examining.withdraw_proficiency(award=award.pk)
    assert Proficiency.objects.get().revoked_at is None
    certificates.revoke(award=award, reason=Award.Reason.CHEATING, by=signed.assigned_by)
    for _ in range(2):
        examining.withdraw_proficiency(award=award.pk)
    assert Proficiency.objects.get().revoked_at is not None
    assert Standing.objects.get().proficient_on is None


def replaced(award):
    """The issued award that a correction of the name put in this one's place."""
    User.objects.filter(pk=award.citizen_id).update(full_name=f"{award.citizen.full_name} Lhamo")
    (new,) = certificates.reissue(person=award.citizen_id)
    return certificates.issue(award=new.pk)


def test_who_got_a_corrected_certificate_counts_as_before_and_by_the_new_one():
    a_signed()
    first = certificates.issue(award=Award.objects.get().pk)
    second = replaced(first)
    for _ in range(2):
        examining.withdraw_proficiency(award=first.pk)
        examining.follow_award(award=first.pk)
    held = Proficiency.objects.get()
    assert (held.revoked_at, held.award) == (None, second)
    assert Standing.objects.get().proficient_on is not None


def test_corrected_certificate_that_is_revoked_takes_the_count_back_though_nothing_followed_it():
    a_signed()
    second = replaced(replaced(certificates.issue(award=Award.objects.get().pk)))
    certificates.revoke(award=second, reason="cheating", by=None)
    examining.withdraw_proficiency(award=second.pk)
    assert Proficiency.objects.get().revoked_at is not None
    assert Standing.objects.get().proficient_on is None
