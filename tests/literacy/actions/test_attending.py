"""Who came: entered in the room and later, by who may, for who was in the class."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.models import Membership
from literacy.actions import attending, cohorts, teaching
from literacy.models import Attendance, ClassSession
from literacy.queries import teaching as queries
from tests.factories import literacy_teaching as factory
from tests.factories.people import holder_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def session():
    return factory.a_session(factory.a_taught_class(learners=4))


def states(session):
    """The state of each roll number that was entered."""
    return dict(session.attendance.values_list("enrolment__roll_number", "state").order_by("enrolment__roll_number"))


def mark(session, **chosen):
    """Choose these states for roll numbers, on a page that showed nothing: r1="late"."""
    pks = factory.rolls(session.cohort)
    return {pks[int(roll[1:])]: ("", state) for roll, state in chosen.items()}


def test_all_were_here_but_for_those_who_were_not(session):
    by = session.taught_by
    assert attending.everybody_came(session=session, by=by) == 4
    pks = factory.rolls(session.cohort)
    shown = {pks[roll]: ("present", "present") for roll in (1, 3)} | {pks[2]: ("present", "absent")}
    assert attending.enter(session=session, marks=shown, by=by) == 1
    assert states(session) == {1: "present", 2: "absent", 3: "present", 4: "present"}
    session.refresh_from_db()
    assert session.state == "held"
    assert Entry.objects.filter(verb="session:attendance_entered").count() == 2


def test_a_page_sent_twice_changes_nothing(session):
    marks = mark(session, r1="present", r2="late")
    assert attending.enter(session=session, marks=marks, by=session.taught_by) == 2
    before = list(Attendance.objects.values_list())
    assert attending.enter(session=session, marks=marks, by=session.cohort.coordinator) == 0
    assert attending.everybody_came(session=session, by=session.taught_by) == 2
    assert attending.everybody_came(session=session, by=session.taught_by) == 0
    assert list(Attendance.objects.order_by("pk").values_list())[:2] == before


def test_a_page_that_stood_open_takes_nothing_back(session):
    """Both opened the page while roll number 1 was here; one enters that she left, the other knows nothing of it."""
    pks = factory.rolls(session.cohort)
    attending.everybody_came(session=session, by=session.taught_by)
    attending.enter(session=session, marks={pks[1]: ("present", "excused")}, by=session.taught_by)
    stale = {pks[1]: ("present", "present"), pks[2]: ("present", "late")}
    attending.enter(session=session, marks=stale, by=session.cohort.coordinator)
    assert states(session) == {1: "excused", 2: "late", 3: "present", 4: "present"}


def test_only_those_count_who_were_in_the_class_then():
    cohort = factory.a_taught_class(learners=4)
    session = factory.a_session(cohort, begins=-3 * DAY)
    left_before, left_after, came_after, there = cohort.enrolments.order_by("roll_number")
    for one, days in ((left_before, 4), (left_after, 2)):
        cohorts.leave(enrolment=one, by=cohort.coordinator)
        cohort.enrolments.filter(pk=one.pk).update(left_at=timezone.now() - days * DAY)
    cohort.enrolments.filter(pk=came_after.pk).update(enrolled_at=timezone.now() - DAY)
    assert set(queries.enrolled_at(session)) == {left_after, there}
    everyone = {one.pk: ("", "present") for one in cohort.enrolments.all()}
    assert attending.enter(session=session, marks=everyone, by=cohort.trainer) == 2
    assert set(states(session)) == {left_after.roll_number, there.roll_number}


def test_attendance_is_never_entered_before_the_session_nor_of_a_cancelled_one():
    cohort = factory.a_taught_class()
    ahead = factory.a_session(cohort, begins=timedelta(minutes=1))
    with pytest.raises(ValidationError, match="has not begun yet"):
        attending.everybody_came(session=ahead, by=cohort.coordinator)
    off = factory.a_session(cohort, begins=-5 * DAY)
    teaching.cancel(session=off, reason="Snow", by=cohort.trainer)
    with pytest.raises(ValidationError, match="was cancelled"):
        attending.enter(session=off, marks={}, by=cohort.coordinator)
    assert not Attendance.objects.exists()


def test_after_a_week_the_coordinator_enters_it_and_after_two_months_nobody():
    cohort = factory.a_taught_class(since=timedelta(days=200))
    session = factory.a_session(cohort, begins=-8 * DAY)
    with pytest.raises(ValidationError, match="Ask the coordinator"):
        attending.everybody_came(session=session, by=cohort.trainer)
    assert attending.everybody_came(session=session, by=cohort.coordinator) == 2
    assert [one.was_entered_later for one in session.attendance.all()] == [True, True]
    ClassSession.objects.update(starts_at=timezone.now() - 70 * DAY, ends_at=timezone.now() - 69 * DAY)
    with pytest.raises(ValidationError, match="too long ago"):
        attending.everybody_came(session=session, by=cohort.coordinator)


def test_what_was_entered_on_the_same_day_was_not_entered_later(session):
    attending.everybody_came(session=session, by=session.taught_by)
    evening = timezone.make_aware(timezone.datetime(2026, 11, 23, 20, 0))
    one = session.attendance.first()
    one.session.starts_at, one.session.ends_at, one.entered_at = evening, evening, evening + timedelta(hours=3.9)
    assert not one.was_entered_later
    one.entered_at = evening + timedelta(hours=4.1)  # after midnight in Thimphu
    assert one.was_entered_later


def test_strangers_enter_nothing(session):
    other = holder_of(Membership.Role.TRAINER, session.cohort.organisation)
    with pytest.raises(PermissionDenied):
        attending.everybody_came(session=session, by=other)
