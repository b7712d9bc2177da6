"""What the database promises of sessions, whichever way a row comes in."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from intelligent_bhutan.people.models import Membership
from literacy.models import Attendance, ClassSession, Cohort
from tests.factories import literacy_teaching as factory
from tests.factories.people import holder_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def put(session, **changes):
    """A copy of the session, past every action."""
    fields = {name: getattr(session, name) for name in ("cohort", "starts_at", "ends_at", "place", "taught_by")}
    return ClassSession.objects.create(
        **{**fields, "spoken_language": "dz", "planned_by": session.planned_by, **changes}
    )


def test_a_trainer_is_in_one_session_at_a_time():
    session = factory.a_session(factory.a_taught_class())
    start, end = session.starts_at, session.ends_at
    for begins, ends in [(start, end), (start - HOUR, start + HOUR / 60), (end - HOUR / 60, end + HOUR)]:
        with pytest.raises(IntegrityError, match="literacy_trainer_in_one_session"), transaction.atomic():
            put(session, starts_at=begins, ends_at=ends)
    put(session, starts_at=end, ends_at=end + HOUR)  # one after the other
    put(session, taught_by=session.cohort.coordinator)  # another trainer
    put(session, state="cancelled", cancel_reason="Snow")


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"ends_at": timezone.now() - timedelta(days=9)}, "literacy_session_ends_after_start|lower bound"),
        ({"place": ""}, "literacy_session_is_in_one_place"),
        ({"state": "cancelled"}, "literacy_session_cancelled_with_a_reason"),
        ({"cancel_reason": "Snow"}, "literacy_session_cancelled_with_a_reason"),
    ],
)
def test_a_session_that_makes_no_sense_is_refused(changes, constraint):
    session = factory.a_session(factory.a_taught_class())
    other = session.cohort.coordinator
    with pytest.raises(Exception, match=constraint):
        put(session, taught_by=other, **changes)


def test_one_learner_has_one_mark_in_a_session():
    session = factory.a_session(factory.a_taught_class(learners=1))
    one = {"session": session, "enrolment": session.cohort.enrolments.get(), "entered_by": session.taught_by}
    Attendance.objects.create(**one, state="present")
    with pytest.raises(IntegrityError, match="literacy_attendance_once_a_session"):
        Attendance.objects.create(**one, state="absent")


def test_a_trainer_sees_the_classes_they_teach_and_a_coordinator_all_of_the_organisation():
    mine = factory.a_taught_class()
    house = mine.organisation
    other = factory.a_taught_class(organisation=house)
    factory.a_taught_class()
    stand_in = holder_of(Membership.Role.TRAINER, house)
    assert set(Cohort.objects.taught_by(mine.trainer)) == {mine}
    assert set(Cohort.objects.taught_by(mine.coordinator)) == {mine, other}
    assert set(Cohort.objects.taught_by(stand_in)) == set()
    factory.a_session(other, taught_by=stand_in)
    assert set(Cohort.objects.taught_by(stand_in)) == {other}
    mine.trainer.memberships.update(ended_at=timezone.now())
    assert set(Cohort.objects.taught_by(type(stand_in).objects.get(pk=mine.trainer.pk))) == set()
