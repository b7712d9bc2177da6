"""Two trainers, two phones, one moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from literacy.actions import assigning, attending, teaching
from literacy.models import Asked, Assignment, Attendance, ClassSession, Cohort
from tests.factories import literacy_teaching as factory
from tests.moments import at_once, beside, many_at_once

HOUR = timedelta(hours=1)


def test_of_ten_who_plan_for_one_trainer_at_one_hour_one_succeeds(committed):
    cohort = factory.a_taught_class(learners=0)
    classes = [factory.a_taught_class(learners=0, organisation=cohort.organisation) for _ in range(10)]
    start = timezone.now() + timedelta(days=1)

    def plan(number):
        details = factory.details(classes[number], taught_by=cohort.trainer)
        minutes = 30 + number
        return teaching.plan(
            cohort=classes[number], starts_at=start, minutes=minutes, details=details, by=classes[number].coordinator
        )

    said = many_at_once(plan, 10)
    assert sum(isinstance(one, list) for one in said) == 1
    assert sum("Choose another time" in str(one) for one in said) == 9
    assert ClassSession.objects.count() == 1


def test_a_plan_sent_twice_at_once_stands_once(committed):
    cohort = factory.a_taught_class(learners=0)
    start = timezone.now() + timedelta(days=1)
    details = factory.details(cohort)

    def work():
        return teaching.plan(cohort=cohort, starts_at=start, minutes=60, weeks=3, details=details, by=cohort.trainer)

    assert set(map(len, at_once(work, work))) == {3}
    assert ClassSession.objects.count() == 3


def test_two_who_enter_two_pages_at_once_lose_no_row(committed):
    session = factory.a_session(factory.a_taught_class(learners=40))
    pks = factory.rolls(session.cohort)
    first = {pks[roll]: ("", "present") for roll in range(1, 26)}
    second = {pks[roll]: ("", "late") for roll in range(16, 41)}
    written = at_once(
        lambda: attending.enter(session=session, marks=first, by=session.taught_by),
        lambda: attending.enter(session=session, marks=second, by=session.cohort.coordinator),
        lambda: attending.everybody_came(session=session, by=session.taught_by),
    )
    assert Attendance.objects.count() == 40
    assert sum(written) >= 40
    assert set(Attendance.objects.filter(enrolment__roll_number__gt=25).values_list("state", flat=True)) == {"late"}


def test_attendance_waits_for_a_session_that_is_being_cancelled(committed):
    session = factory.a_session(factory.a_taught_class())
    refused = beside(
        lambda: teaching.cancel(session=session, reason="Snow", by=session.taught_by),
        lambda: attending.everybody_came(session=session, by=session.taught_by),
    )
    assert refused == "This session was cancelled."
    assert not Attendance.objects.exists()


def test_asking_waits_for_a_withdrawal_and_then_asks_anew(committed):
    cohort = factory.a_taught_class(learners=3)
    first = factory.an_assignment(cohort)
    second = beside(
        lambda: assigning.withdraw(assignment=first, by=cohort.coordinator), lambda: factory.an_assignment(cohort)
    )
    assert second != first
    assert (Asked.objects.filter(is_open=True).count(), second.asked.count()) == (3, 3)


@pytest.mark.parametrize("whom", ["all", "class"])
def test_two_coordinators_who_ask_for_the_same_ask_each_person_once(committed, whom):
    cohort = factory.a_taught_class(learners=30)

    def ask():
        return factory.an_assignment(Cohort.objects.get(pk=cohort.pk), whom=whom)

    made = at_once(ask, ask)
    assert made[0] == made[1]
    assert (Assignment.objects.count(), Asked.objects.count()) == (1, 30)
    assert assigning.ask(assignment=made[0], people=[cohort.enrolments.first().citizen], by=cohort.coordinator) == 0
