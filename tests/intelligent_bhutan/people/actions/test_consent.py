"""Who agreed to what and when, children through a guardian; taking it back; texts that nobody changes afterwards."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.notices.models import Notice
from intelligent_bhutan.people.actions import consent
from intelligent_bhutan.people.models import Consent, ConsentNotice, User
from intelligent_bhutan.people.queries.consent import MAY_WAIT, due_for, notice_in_force, purposes_of
from literacy.models import Enrolment
from tests.factories import literacy_classes
from tests.factories.literacy_importing import carry
from tests.factories.people import PersonFactory as Agreed

pytestmark = pytest.mark.django_db
Purpose = ConsentNotice.Purpose


def a_person(**fields):
    """Somebody who was asked nothing yet."""
    return Agreed(agreed=False, **fields)


def a_child(years=12):
    return a_person(date_of_birth=timezone.localdate() - timedelta(days=366 * years))


def a_newer(days=0, purpose=Purpose.LEARNING):
    day = timezone.localdate() - timedelta(days=days)
    return ConsentNotice.objects.create(purpose=purpose, version="next", text="Newer", short="Newer", in_force_from=day)


def test_person_agrees_once_however_often_they_press():
    person = a_person()
    given = consent.give(person=person, notice=notice_in_force(), by=person)
    assert consent.give(person=person, notice=notice_in_force(), by=person) == given
    assert (given.basis, given.given_by, given.guardian_name) == ("self", person, "")
    assert Entry.objects.filter(verb="consent:given", reason="2026-2").count() == 1


def test_child_agrees_through_a_guardian_alone():
    child = a_child()
    with pytest.raises(ValidationError, match="Under 18 a parent or guardian must agree"):
        consent.give(person=child, notice=notice_in_force(), by=child)
    with pytest.raises(ValidationError, match="who they are to you"):
        consent.give(person=child, notice=notice_in_force(), guardian_name="Ap Dorji", guardian_relation="x", by=child)
    given = consent.give(
        person=child, notice=notice_in_force(), guardian_name="Ap Dorji", guardian_relation="father", by=child
    )
    assert (given.basis, given.guardian_name, given.guardian_relation) == ("guardian", "Ap Dorji", "father")


def test_grown_up_names_no_guardian_whatever_is_sent():
    person = a_person()
    given = consent.give(
        person=person, notice=notice_in_force(), guardian_name="X", guardian_relation="mother", by=person
    )
    assert (given.basis, given.guardian_name) == ("self", "")


def test_old_text_cannot_be_agreed_to():
    person, old = a_person(), notice_in_force()
    a_newer()
    with pytest.raises(ValidationError, match="There is a newer text"):
        consent.give(person=person, notice=old, by=person)


@pytest.mark.parametrize("change", [lambda one: one.delete(), lambda one: setattr(one, "text_en", "?") or one.save()])
def test_text_that_somebody_agreed_to_stays_as_they_read_it(change):
    free, agreed = a_newer(purpose=Purpose.MESSAGES), notice_in_force()
    change(free)
    consent.give(person=(person := a_person()), notice=agreed, by=person)
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        change(ConsentNotice.objects.get(pk=agreed.pk))


def test_enrolling_keeps_who_agreed_for_whom():
    cohort = literacy_classes.a_class(learners=0)
    child, grown, notice = a_child(), a_person(), notice_in_force()
    entries = [(child, "school", None), (grown, "self", None)]
    literacy_classes.enrolling.enrol_many(cohort=cohort, entries=entries, notice=notice, by=cohort.coordinator)
    given = Consent.objects.filter(person__in=[child, grown]).values_list("person", "basis", "given_by", "notice")
    assert set(given) == {
        (child.pk, "school", cohort.coordinator_id, notice.pk),
        (grown.pk, "self", cohort.coordinator_id, notice.pk),
    }


def test_child_is_not_enrolled_on_its_own_word():
    cohort = literacy_classes.a_class(learners=0)
    entries = [(a_child(17), "self", None)]
    with pytest.raises(ValidationError, match="Under 18"), transaction.atomic():
        literacy_classes.enrolling.enrol_many(
            cohort=cohort, entries=entries, notice=notice_in_force(), by=cohort.coordinator
        )
    assert not Enrolment.objects.exists()


def test_taking_back_learning_leaves_the_classes_and_says_so():
    cohort = literacy_classes.a_class()
    person = literacy_classes.learner(cohort)
    assert consent.withdraw(person=person, purpose=Purpose.LEARNING, by=person) == 1
    assert consent.withdraw(person=person, purpose=Purpose.LEARNING, by=person) == 0
    carry()
    assert Enrolment.objects.get(citizen=person).left_at is not None
    assert Consent.objects.get(person=person).withdrawn_by == person
    assert Notice.objects.get(person=person).kind == "people.consent_withdrawn"
    assert Entry.objects.filter(verb="consent:withdrawn").count() == 1


def test_who_agrees_again_meanwhile_stays_in_the_class():
    cohort = literacy_classes.a_class()
    person = literacy_classes.learner(cohort)
    consent.withdraw(person=person, purpose=Purpose.LEARNING, by=person)
    consent.give(person=person, notice=notice_in_force(), by=person)
    carry()
    assert Enrolment.objects.get(citizen=person).left_at is None


def test_taking_back_messages_removes_the_phone():
    person = a_person(phone="+97517123456", phone_verified=True)
    consent.give(person=person, notice=notice_in_force(Purpose.MESSAGES), by=person)
    consent.withdraw(person=person, purpose=Purpose.MESSAGES, by=person)
    held = User.objects.get(pk=person.pk)
    assert (held.phone, held.phone_verified) == (None, False)


def test_nobody_is_asked_who_agreed_and_everybody_may_wait_two_weeks_for_new_words():
    person, now = a_person(joined_at=timezone.now() - timedelta(days=90)), timezone.now()
    consent.give(person=person, notice=notice_in_force(), by=person)
    assert due_for(person) is None
    newer = a_newer(days=3)
    due = due_for(person)
    assert due.notice == newer
    assert timedelta(days=10) < due.until - now < MAY_WAIT


def test_account_that_others_made_may_wait_two_weeks_from_its_first_day():
    assert due_for(a_person()).until > timezone.now() + timedelta(days=13)
    assert due_for(a_person(joined_at=timezone.now() - timedelta(days=60))).until < timezone.now()


def test_who_took_it_back_is_asked_at_once():
    person = a_person()
    consent.give(person=person, notice=notice_in_force(), by=person)
    consent.withdraw(person=person, purpose=Purpose.LEARNING, by=person)
    assert due_for(person).until <= timezone.now()


def test_notice_of_tomorrow_is_not_in_force():
    before = notice_in_force()
    a_newer(days=-1)
    assert notice_in_force() == before


def test_new_words_hold_from_their_day_and_then_everybody_is_asked_again():
    person, tomorrow = a_person(), timezone.now() + timedelta(days=1)
    consent.give(person=person, notice=notice_in_force(), by=person)
    year = tomorrow.year
    made = [
        consent.publish(purpose=Purpose.LEARNING, words=words, in_force_from=timezone.localdate(tomorrow), by=None)
        for words in (words_of("We keep less."), words_of("We keep little."))
    ]
    assert [one.version for one in made] == [next_after("2026-2", year), next_after("2026-2", year, 2)]
    assert due_for(person) is None
    assert due_for(person, at=tomorrow).notice == made[-1]
    assert Entry.objects.filter(verb="notice:published", reason=made[0].version).count() == 1


def words_of(text):
    return {"short_en": "I agree.", "short_dz": "མོས་མཐུན།", "text_en": text, "text_dz": "བཞགཔ་ཨིན།"}


def next_after(version, year, steps=1):
    """Numbers begin anew each year."""
    known, number = map(int, version.split("-"))
    return f"{year}-{steps + (number if year == known else 0)}"


@pytest.mark.parametrize(
    ("words", "days", "said"),
    [
        ({}, -1, "today or later"),
        ({"text_en": ""}, 0, "blank"),
        ({"short_en": "x" * 301}, 0, "at most 300"),
        (None, 0, "hold on that day already"),
    ],
)
def test_words_that_cannot_be_published_are_refused(words, days, said):
    held = notice_in_force()
    same = {name: getattr(held, name) for name in ("short_en", "short_dz", "text_en", "text_dz")}
    day = timezone.localdate() + timedelta(days=days)
    words = same if words is None else words_of("We keep less.") | words
    with pytest.raises(ValidationError, match=said):
        consent.publish(purpose=Purpose.LEARNING, words=words, in_force_from=day, by=None)


def test_purposes_say_whether_the_words_are_the_newest():
    person = a_person()
    consent.give(person=person, notice=notice_in_force(), by=person)
    assert [(one.notice.purpose, one.is_current) for one in purposes_of(person)] == [
        ("learning", True),
        ("messages", False),
    ]
    a_newer()
    assert [one.is_current for one in purposes_of(person)] == [False, False]
    assert purposes_of(person)[0].consent is not None
