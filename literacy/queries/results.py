"""What a person reads after a sitting: pass or not yet, what to practise and when to try again; never an item."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from literacy.models import (
    Attempt,
    Block,
    Candidate,
    Competence,
    CourseVersion,
    Domain,
    DomainPass,
    Lesson,
    Proficiency,
)
from literacy.queries import assessing
from literacy.queries.learning import editions_for

LESSONS = 3  # for one competence: more would not be read


def has_passed(person):
    """Whether the person has passed anything that holds, signed by the invigilator."""
    return DomainPass.objects.filter(citizen=person, confirmed_at__isnull=False, voided_at=None).exists()


@dataclass(frozen=True)
class Practice:
    """A competence in which points were lost, and the lessons that teach it."""

    competence: Competence
    lessons: list[Lesson]


@dataclass(frozen=True)
class DomainResult:
    """How a person stands in one domain of a sitting; `state` is passed, not_yet, going_on or not_sat.

    `again_at` is the moment from which a new attempt is allowed, None where it is allowed now.
    """

    domain: Domain
    state: str
    again_at: datetime | None = None
    practise: tuple[Practice, ...] = ()
    course: CourseVersion | None = None

    @property
    def lessons(self):
        """The lessons to practise, each once, those on the weakest competence first."""
        return list(dict.fromkeys(lesson for practice in self.practise for lesson in practice.lessons))


class Results(list):
    """The results of a sitting, domain by domain, and the certificate that came of them."""

    award = None

    @property
    def all_passed(self):
        """Whether nothing of this sitting is left to pass."""
        return bool(self) and all(one.state == "passed" for one in self)


def sat_by(person):
    """The person's places in sittings where they handed something in, latest first."""
    handed_in = Attempt.objects.filter(candidate=OuterRef("pk"), submitted_at__isnull=False)
    mine = Candidate.objects.filter(Exists(handed_in), citizen=person)
    return mine.select_related("sitting__centre").order_by("-sitting__starts_at")


def results_of(candidate, at=None):
    """The person's result in each domain of the sitting. Eleven statements at most, however many domains."""
    at = at or timezone.now()
    person, sitting = candidate.citizen, candidate.sitting
    attempts = {attempt.domain_id: attempt for attempt in candidate.attempts.all()}
    passes = DomainPass.objects.filter(citizen=person, standard=sitting.standard_id, voided_at=None)
    passed = set(passes.values_list("domain_id", flat=True))
    failed = [one for one in attempts.values() if one.passed is False and one.domain_id not in passed]
    failures = assessing.last_failures(person)
    weak = weak_competences(failed)
    taught = Taught(person, {competence for one in weak.values() for competence in one}) if failed else None
    results = Results()
    requirements = sitting.standard.requirements.filter(domain__sittings=sitting).select_related("domain")
    for requirement in requirements:
        domain, attempt = requirement.domain, attempts.get(requirement.domain_id)
        state = state_of(attempt, domain.pk in passed)
        again_at = assessing.end_of_pause(requirement, failures.get(domain.pk), at) if state == "not_yet" else None
        if attempt in failed:
            practise = tuple(taught.practice(competence, domain) for competence in weak[attempt.pk])
            results.append(DomainResult(domain, state, again_at, practise, taught.course(domain)))
        else:
            results.append(DomainResult(domain, state, again_at))
    results.award = award_of(person, sitting.standard_id) if results.all_passed else None
    return results


def award_of(person, standard):
    """The certificate that the person holds for the standard, or None while there is none."""
    held = Proficiency.objects.filter(citizen=person, standard=standard, revoked_at=None).select_related("award")
    return next((one.award for one in held), None)


def state_of(attempt, has_passed):
    """The result in one word."""
    if has_passed:
        return "passed"
    if attempt is None:
        return "not_sat"
    return "not_yet" if attempt.submitted_at else "going_on"


def weak_competences(attempts):
    """The competences in which each attempt lost points, most first, by the attempt's id."""
    found = {}
    for pk, points in assessing.marked_papers(attempts).items() if attempts else ():
        lost = {}
        for item, earned in points:
            if earned < 1:
                lost[item.competence] = lost.get(item.competence, 0) + 1 - earned
        found[pk] = sorted(lost, key=lost.get, reverse=True)
    return found


class Taught:
    """Where competences are taught: lessons that are written, in the editions that the person reads."""

    def __init__(self, person, competences):
        self.editions = editions_for(person)
        written = Exists(Block.objects.filter(lesson=OuterRef("pk")))
        lessons = Lesson.objects.filter(written, version__in=self.editions, competences__in=competences)
        self.lessons = list(
            lessons.distinct()
            .select_related("version__course")
            .prefetch_related("competences")
            .order_by("version__course__position", "position")
        )

    def practice(self, competence, domain):
        """A few lessons on the competence, those of the domain's own course first."""
        fitting = [lesson for lesson in self.lessons if competence in lesson.competences.all()]
        fitting.sort(key=lambda lesson: lesson.version.course.domain_id != domain.pk)
        return Practice(competence, fitting[:LESSONS])

    def course(self, domain):
        """The domain's own course, or None."""
        return next((version for version in self.editions if version.course.domain_id == domain.pk), None)
