"""How a cohort's learners are doing: a page of them at constant cost, whatever the size of the class."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from intelligent_bhutan.people.models import Pin
from literacy.models import CourseProgress, DomainPass, Enrolment, Lesson, Proficiency

STUCK_AFTER = timedelta(days=14)
PAGE = 50


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


def passes_of():
    """How many living domain passes the person has."""
    living = DomainPass.objects.filter(citizen=OuterRef("citizen"), voided_at=None).order_by().values("citizen")
    return Subquery(living.annotate(n=Count("pk")).values("n"))


def stuck(found, *, at=None):
    """Those who began, did not finish, and were not here for two weeks; or never began though enrolled that long."""
    before = (at or timezone.now()) - STUCK_AFTER
    return found.filter(Q(completed_at=None) & (Q(last_at__lt=before) | Q(last_at=None, enrolled_at__lt=before)))


def after(found, roll_number):
    """The page after this roll number: no page costs more than the first."""
    return list(found.filter(roll_number__gt=roll_number)[: PAGE + 1])


def overview(cohort):
    """The cohort in numbers; three queries."""
    everyone = learners(cohort)
    progress = CourseProgress.objects.filter(
        version__course=cohort.course_id, citizen__enrolments__cohort=cohort, citizen__enrolments__left_at=None
    ).aggregate(begun=Count("citizen", distinct=True), completed=Count("pk", filter=Q(completed_at__isnull=False)))
    return Overview(
        learners=Enrolment.objects.filter(cohort=cohort, left_at=None).count(),
        stuck=stuck(everyone).count(),
        lessons=Lesson.objects.filter(version__course=cohort.course_id, version__state="published").count(),
        **progress,
    )
