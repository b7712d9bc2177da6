"""How a cohort's learners are doing: a page of them at constant cost, whatever the size of the class."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from intelligent_bhutan import typed_codes
from intelligent_bhutan.dzongkha import to_ascii_digits
from intelligent_bhutan.people.models import Pin
from literacy.models import Cohort, CourseProgress, DomainPass, Enrolment, Lesson, Proficiency

STUCK_AFTER = timedelta(days=14)
PAGE = 50

# joined once for all: asked learner by learner as below, 10,000 of them take a tenth of a second
OVERVIEW = """
with latest as (
  select distinct on (progress.citizen_id) progress.citizen_id, progress.last_at, progress.completed_at
  from literacy_courseprogress progress join literacy_courseversion version on version.id = progress.version_id
  where version.course_id = %(course)s and progress.citizen_id in
    (select citizen_id from literacy_enrolment where cohort_id = %(cohort)s and left_at is null)
  order by progress.citizen_id, progress.last_at desc)
select count(*), count(last_at), count(completed_at),
       count(*) filter (where completed_at is null and coalesce(last_at, enrolled_at) < %(before)s)
from literacy_enrolment left join latest using (citizen_id)
where cohort_id = %(cohort)s and left_at is null
"""


@dataclass(frozen=True)
class Overview:
    """A cohort in numbers."""

    learners: int
    begun: int
    completed: int
    stuck: int
    lessons: int


def learners(cohort, *, at=None):
    """The enrolments in force by roll number, with progress in the cohort's course; one query for any page of them."""
    at = at or timezone.now()
    progress = CourseProgress.objects.filter(citizen=OuterRef("citizen"), version__course=cohort.course_id)
    progress = progress.order_by("-last_at")
    return (
        Enrolment.objects.filter(cohort=cohort, left_at=None)
        .select_related("citizen")
        .annotate(
            done=Subquery(progress.values("lessons_done")[:1]),
            last_at=Subquery(progress.values("last_at")[:1]),
            completed_at=Subquery(progress.values("completed_at")[:1]),
            has_pin=Exists(Pin.objects.filter(person=OuterRef("citizen"))),
            passes=passes_of(),
            proficient=Exists(
                Proficiency.objects.filter(citizen=OuterRef("citizen"), revoked_at=None, held_for_review=False)
            ),
        )
        .order_by("roll_number")
    )


def results(cohort):
    """For each learner roll number, name, lessons done, when finished, passes, proficient: in blocks, a row a tuple."""
    fields = ("roll_number", "citizen__full_name", "done", "completed_at", "passes", "proficient")
    return learners(cohort).values_list(*fields).iterator(2_000)


def passes_of():
    """In how many domains the person has a living pass, under whichever standard."""
    living = DomainPass.objects.filter(citizen=OuterRef("citizen"), voided_at=None).order_by().values("citizen")
    return Subquery(living.annotate(n=Count("domain", distinct=True)).values("n"))


def stuck(found, *, at=None):
    """Those who began, did not finish, and were not here for two weeks; or never began though enrolled that long."""
    before = (at or timezone.now()) - STUCK_AFTER
    return found.filter(Q(completed_at=None) & (Q(last_at__lt=before) | Q(last_at=None, enrolled_at__lt=before)))


def named(found, text):
    """Those whose name holds the text, or whose roll number it is; everyone for an empty text."""
    text = " ".join(text.split())
    number = to_ascii_digits(text)
    if number.isdecimal() and len(number) < 10:
        return found.filter(roll_number=int(number))
    return (
        found.filter(Q(citizen__full_name__icontains=text) | Q(citizen__full_name_dz__contains=text)) if text else found
    )


def after(found, roll_number):
    """The page after this roll number: no page costs more than the first."""
    return list(found.filter(roll_number__gt=roll_number)[: PAGE + 1])


def overview(cohort, *, at=None):
    """The cohort in numbers; two queries, whatever its size. A learner counts by the edition they were last in."""
    before = (at or timezone.now()) - STUCK_AFTER
    with connection.cursor() as cursor:
        cursor.execute(OVERVIEW, {"cohort": cohort.pk, "course": cohort.course_id, "before": before})
        learners, begun, completed, stuck = cursor.fetchone()
    lessons = Lesson.objects.filter(version__course=cohort.course_id, version__state="published").count()
    return Overview(learners=learners, begun=begun, completed=completed, stuck=stuck, lessons=lessons)


def with_code(text):
    """The class with this code, forgiving case, spaces and dashes; or None. No code holds signs that look alike."""
    code = typed_codes.bare(text).upper()
    return Cohort.objects.filter(code=code).first() if code else None
