"""What organisations asked of their people, and whether it is done: done or not, and nothing more."""

from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone

from intelligent_bhutan.people.models import Membership, Organisation, User
from literacy.models import Asked, Attempt, CourseProgress, CourseVersion, Enrolment, Proficiency, Sitting
from literacy.queries import standards

# the organisations that the person belongs to, and all above them
MINE = """
    with recursive mine as (
        select organisation_id as id from people_membership
        where person_id = %s and role = 'member' and ended_at is null
          and valid_from <= %s and (valid_until is null or valid_until > %s)
        union
        select cohort.organisation_id from literacy_enrolment enrolment
        join literacy_cohort cohort on cohort.id = enrolment.cohort_id
        where enrolment.citizen_id = %s and enrolment.left_at is null
        union
        select child.parent_id from people_organisation child join mine on child.id = mine.id
        where child.parent_id is not null
    )
    select id from mine
"""


@dataclass(frozen=True)
class Totals:
    """Of how many people it is asked, and how many have done it."""

    people: int
    done: int

    @property
    def not_yet(self):
        """How many have not."""
        return self.people - self.done


def what_is_asked(assignment):
    """Who asks for what, as a filter of assignments and of `Asked`."""
    return {name: getattr(assignment, name) for name in ("organisation", "course", "sitting")}


def people_of(organisation, *, at=None):
    """Who belongs to the organisation or one below it: its members, and those who learn in one of its classes."""
    at = at or timezone.now()
    houses = Organisation.objects.within([organisation.pk])
    member = Membership.objects.current(at).filter(person=OuterRef("pk"), role="member", organisation__in=houses)
    learner = Enrolment.objects.filter(citizen=OuterRef("pk"), left_at=None, cohort__organisation__in=houses)
    return User.objects.filter(Exists(member) | Exists(learner), is_active=True)


def asked_people(assignment):
    """Those of whom it is asked and who still belong to the organisation, by name, each with `done`.

    A course is done once it is finished, in whichever edition and whenever. The examination is done for whoever is
    proficient under the standard in force, or has handed in a paper since they were asked, in a sitting not void. A
    sitting is done for whoever handed in a paper there, and for whoever is proficient and needs none.
    """
    houses = Organisation.objects.within([assignment.organisation_id])
    mine = Enrolment.objects.filter(left_at=None, cohort__organisation__in=houses)
    learns = Prefetch("person__enrolments", queryset=mine.select_related("cohort"), to_attr="classes_here")
    return (
        Asked.objects.filter(assignment=assignment, person__in=people_of(assignment.organisation))
        .annotate(done=is_done())
        .select_related("person")
        .prefetch_related(learns)
        .order_by("person__full_name", "pk")
    )


def is_done():
    """Whether what an `Asked` asks is done."""
    finished = CourseProgress.objects.filter(
        citizen=OuterRef("person"), version__course=OuterRef("course"), completed_at__isnull=False
    )
    proficient = Proficiency.objects.filter(
        citizen=OuterRef("person"), standard__in=standards.newest().values("pk"), revoked_at__isnull=True
    )
    sat = Attempt.objects.filter(citizen=OuterRef("person"), submitted_at__gte=OuterRef("asked_at")).exclude(
        candidate__sitting__state=Sitting.State.VOIDED
    )
    sat_there = Attempt.objects.filter(
        citizen=OuterRef("person"), candidate__sitting=OuterRef("sitting"), submitted_at__isnull=False
    ).exclude(candidate__sitting__state=Sitting.State.VOIDED)
    return Case(
        When(course__isnull=False, then=Exists(finished)),
        When(sitting__isnull=False, then=Exists(proficient) | Exists(sat_there)),
        default=Case(When(Exists(proficient) | Exists(sat), then=Value(True)), default=Value(False)),
    )


def totals(assignment):
    """How many people, and how many of them have done it; one query."""
    done = list(asked_people(assignment).order_by().prefetch_related(None).values_list("done", flat=True))
    return Totals(people=len(done), done=sum(done))


def asked_of(person, *, at=None):
    """What is asked of the person by organisations that they belong to, the nearest day first; one query.

    Each with `done`; what was done before its day has passed stays to be seen until then. A sitting that is over is
    asked of nobody.
    """
    at = at or timezone.now()
    houses = RawSQL(MINE, [person.pk, at, at, person.pk])  # noqa: S611 a constant; the ids are parameters
    found = Asked.objects.filter(person=person, is_open=True, organisation__in=houses).annotate(done=is_done())
    may_wait = Q(done=False, sitting__isnull=True)
    return (
        found.filter(may_wait | Q(assignment__due_on__gte=timezone.localdate(at)))
        .select_related("assignment", "organisation", "course", "sitting__centre")
        .order_by("assignment__due_on", "pk")
    )


def with_titles(asked):
    """The same as a list, each with `version`, the course's published edition or None; one query more at most."""
    asked = list(asked)
    courses = {one.course_id for one in asked if one.course_id}
    versions = CourseVersion.objects.filter(course__in=courses, state="published").select_related("course")
    by_course = {version.course_id: version for version in versions} if courses else {}
    for one in asked:
        one.version = by_course.get(one.course_id)
    return asked


def named(people, text):
    """Those whose name holds the text; everybody for an empty one."""
    text = " ".join(text.split())
    return people.filter(Q(full_name__icontains=text) | Q(full_name_dz__contains=text)) if text else people
