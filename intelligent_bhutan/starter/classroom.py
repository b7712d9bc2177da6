"""The demonstration's classrooms: sessions with attendance, and what organisations ask of their people."""

from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from literacy.actions import assigning, attending, teaching
from literacy.models import Assignment, Attendance

WEEKS = 4
MINUTES = 90
AWAY = 0.15  # share of a class that is late or does not come
PLACE = "The classroom"


def meet(cohort, *, at=None):
    """The class meets today, and its trainer writes down who came; four more sessions are planned. Done once."""
    if cohort.sessions.exists():
        return
    at = at or timezone.now()
    lessons = list(cohort.course.versions.get(state="published").lessons.select_related("version")[:2])
    details = {
        "taught_by": cohort.trainer,
        "spoken_language": "dz",
        "place": PLACE,
        "centre": None,
        "lessons": lessons,
        "note": "",
    }
    begun = at - timedelta(minutes=30)
    begun -= timedelta(minutes=begun.minute % 15, seconds=begun.second, microseconds=begun.microsecond)
    next_week = timezone.make_aware(datetime.combine(timezone.localdate(at) + timedelta(weeks=1), time(9)))
    (today,) = teaching.plan(cohort=cohort, starts_at=begun, minutes=MINUTES, details=details, by=cohort.trainer)
    teaching.plan(cohort=cohort, starts_at=next_week, minutes=MINUTES, details=details, weeks=WEEKS, by=cohort.trainer)
    take_attendance(today, cohort)


def take_attendance(session, cohort):
    """Everybody came, but for a few."""
    chance = Random(f"attendance:{cohort.name}")  # noqa: S311 the same demonstration each time
    attending.everybody_came(session=session, by=cohort.trainer)
    others = [Attendance.State.LATE, Attendance.State.ABSENT, Attendance.State.EXCUSED]
    away = {
        enrolment: (Attendance.State.PRESENT, chance.choice(others))
        for enrolment in cohort.enrolments.order_by("roll_number").values_list("pk", flat=True)
        if chance.random() < AWAY
    }
    attending.enter(session=session, marks=away, by=cohort.trainer)


def ask(cohort, *, today=None):
    """The organisation asks everybody for the course, and the class to be examined. Asking twice is asking once."""
    today = today or timezone.localdate()
    asks = {"organisation": cohort.organisation, "by": cohort.coordinator}
    if Assignment.objects.filter(organisation=cohort.organisation).exists():
        return
    assigning.assign(whom=Assignment.Whom.ALL, course=cohort.course, due_on=today + timedelta(weeks=3), **asks)
    assigning.assign(whom=Assignment.Whom.CLASS, cohort=cohort, due_on=today + timedelta(weeks=6), **asks)
