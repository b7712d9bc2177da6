"""What trainers' pages show: sessions, classes at a glance, who came. Constant cost, whatever the size of a class."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Count, F, Prefetch, Q
from django.utils import timezone

from intelligent_bhutan.days import start_of
from literacy.attendance import Tally
from literacy.models import Attendance, ClassSession, Cohort, Enrolment, Lesson
from literacy.queries.cohorts import STUCK_AFTER

LOOK_BACK = timedelta(days=60)  # how far back missing attendance is asked for
State = Attendance.State

GLANCE = """
with latest as (
  select distinct on (enrolment.id) enrolment.id, progress.last_at, progress.completed_at
  from literacy_enrolment enrolment
  join literacy_cohort cohort on cohort.id = enrolment.cohort_id
  join literacy_courseversion version on version.course_id = cohort.course_id
  join literacy_courseprogress progress
    on progress.version_id = version.id and progress.citizen_id = enrolment.citizen_id
  where enrolment.cohort_id = any(%(cohorts)s) and enrolment.left_at is null
  order by enrolment.id, progress.last_at desc)
select cohort_id, count(*), count(completed_at), count(*) filter (where completed_at is null and last_at < %(before)s),
       count(*) filter (where last_at is null)
from literacy_enrolment left join latest using (id)
where cohort_id = any(%(cohorts)s) and left_at is null
group by cohort_id
"""


@dataclass(frozen=True)
class Glance:
    """A class in numbers. Stuck: begun, not finished, no step in two weeks."""

    cohort: Cohort
    learners: int = 0
    completed: int = 0
    stuck: int = 0
    never_began: int = 0


@dataclass(frozen=True)
class Regularity:
    """A learner of a class, and how regularly they come."""

    enrolment: Enrolment
    tally: Tally


def at_a_glance(cohorts, *, at=None):
    """A glance at each of these classes, in their order; one query."""
    before = (at or timezone.now()) - STUCK_AFTER
    with connection.cursor() as cursor:
        cursor.execute(GLANCE, {"cohorts": [one.pk for one in cohorts], "before": before})
        numbers = {cohort: rest for cohort, *rest in cursor.fetchall()}
    return [Glance(one, *numbers.get(one.pk, ())) for one in cohorts]


def sessions_for(user):
    """The sessions of the classes that the person teaches or coordinates."""
    return ClassSession.objects.of_classes(Cohort.objects.taught_by(user)).select_related(
        "cohort__organisation", "cohort__course", "centre", "taught_by"
    )


def coming(user, *, at=None):
    """Sessions of today and later that are on the plan, the next one first."""
    today = start_of(timezone.localdate(at))
    return sessions_for(user).on_the_plan().filter(ends_at__gte=today).order_by("starts_at", "pk")


def without_attendance(user, *, at=None):
    """Sessions that have been, and for which nobody has entered who came; the oldest first."""
    at = at or timezone.now()
    planned = sessions_for(user).filter(state=ClassSession.State.PLANNED)
    return planned.filter(ends_at__lt=at, ends_at__gte=at - LOOK_BACK).order_by("starts_at", "pk")


def enrolled_at(session):
    """Who was in the class at that time: enrolled before the session was over, and not gone before it began."""
    return Enrolment.objects.filter(cohort=session.cohort_id, enrolled_at__lt=session.ends_at).filter(
        Q(left_at=None) | Q(left_at__gt=session.starts_at)
    )


def register(session):
    """Who was in the class at that time by roll number, each with what was entered, as `marks` (one or none)."""
    entered = Attendance.objects.filter(session=session).select_related("entered_by", "session")
    return (
        enrolled_at(session)
        .select_related("citizen")
        .prefetch_related(Prefetch("attendance", queryset=entered, to_attr="marks"))
        .order_by("roll_number")
    )


def tally_of(session):
    """How many came to the session, and how many nobody has entered: (tally, missing). Two queries."""
    missing = enrolled_at(session).exclude(attendance__session=session).count()
    return tally_in(session.attendance.all()), missing


def tally_in(attendance):
    """What was entered, counted by state; one query."""
    counts = dict(attendance.order_by().values_list("state").annotate(n=Count("pk")))
    return Tally(*(counts.get(state, 0) for state in (State.PRESENT, State.LATE, State.ABSENT, State.EXCUSED)))


def counts_by_state():
    """The four counts of an enrolment's attendance, as annotations."""
    return {f"n_{state}": Count("attendance", filter=Q(attendance__state=state)) for state in State.values}


def learners_with_counts(cohort):
    """The enrolments in force with their four counts, by roll number."""
    found = Enrolment.objects.filter(cohort=cohort, left_at=None).select_related("citizen")
    return found.annotate(**counts_by_state()).order_by("roll_number")


def regularity(enrolments):
    """How regularly each of these comes; they carry their counts."""
    return [Regularity(one, Tally(one.n_present, one.n_late, one.n_absent, one.n_excused)) for one in enrolments]


def attendance_of(cohort):
    """All that was entered for the class, whoever has left since; one query."""
    return tally_in(Attendance.objects.filter(session__cohort=cohort))


def lessons_to_teach(cohort):
    """The lessons of the edition that the class's learners begin, in their order."""
    return Lesson.objects.filter(version__course=cohort.course_id, version__state="published").order_by("position")


def sessions_of(cohort):
    """The sessions of one class, with how many came."""
    came = Count("attendance", filter=Q(attendance__state__in=[State.PRESENT, State.LATE]))
    return (
        ClassSession.objects.filter(cohort=cohort)
        .select_related("centre", "taught_by")
        .annotate(came=came, entered=Count("attendance"))
    )


def half(sessions, *, past, at=None):
    """Those that are over, the latest first; or those that are not, the next one first."""
    at = at or timezone.now()
    if past:
        return sessions.filter(ends_at__lt=at).order_by("-starts_at", "-pk")
    return sessions.filter(ends_at__gte=at).order_by("starts_at", "pk")


def my_sessions(person):
    """The sessions of the person's classes while they are in them, with what was entered (`mine`)."""
    mine = Enrolment.objects.filter(citizen=person)
    during = Q(cohort__enrolments__in=mine) & Q(ends_at__gt=F("cohort__enrolments__enrolled_at"))
    during &= Q(cohort__enrolments__left_at=None) | Q(starts_at__lt=F("cohort__enrolments__left_at"))
    entered = Attendance.objects.filter(enrolment__in=mine).select_related("session")
    return (
        ClassSession.objects.filter(during)
        .select_related("cohort", "centre", "taught_by")
        .prefetch_related(Prefetch("attendance", queryset=entered, to_attr="mine"))
    )


def next_session(person, *, at=None):
    """The next session of a class that the person is in, or None; one query."""
    found = ClassSession.objects.on_the_plan().filter(
        ends_at__gt=at or timezone.now(), cohort__enrolments__citizen=person, cohort__enrolments__left_at=None
    )
    return found.select_related("cohort", "centre").order_by("starts_at", "pk").first()
