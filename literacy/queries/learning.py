"""What learners' pages show. Each is a handful of statements, however long the course."""

from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from literacy.models import Block, CourseProgress, CourseVersion, Enrolment, Lesson, LessonProgress, Recording
from literacy.queries import assessing
from literacy.screens import screens_of

CHOOSE_ONE = _("Choose one of the answers first.")


@dataclass(frozen=True)
class LessonRow:
    """A lesson in a course's list; state is done, now, open or shut."""

    lesson: Lesson
    state: str
    screen: int = 1


@dataclass(frozen=True)
class Screen:
    """One screen of a lesson: which of how many, and its blocks."""

    step: int
    steps: int
    blocks: list[Block]

    @property
    def check(self):
        """The check-yourself question on this screen, or None."""
        return next((block for block in self.blocks if block.kind == Block.Kind.CHECK), None)


@dataclass(frozen=True)
class Dashboard:
    """A learner's courses: where they stopped, what their classes begin, what is under way, what is finished.

    `exam_waits`: a sitting that let them in is open, and they have something left to sit in it.
    """

    exam_waits: bool
    to_begin: list[CourseVersion]
    resume: CourseProgress | None
    under_way: list[CourseProgress]
    completed: list[CourseProgress]


def published(*, minutes=None):
    """Editions that learners may begin, in the courses' order, with their data in bytes (`bytes`)."""
    versions = CourseVersion.objects.filter(state=CourseVersion.State.PUBLISHED).select_related("course")
    if minutes:
        versions = versions.filter(minutes__lte=minutes)
    return versions.annotate(bytes=Coalesce(Sum("lessons__blocks__byte_size"), Value(0))).order_by(
        "course__position", "course__slug"
    )


def edition_for(slug, user):
    """The edition of the course that the person began last, else the published one; None if there is neither."""
    versions = CourseVersion.objects.filter(course__slug=slug).select_related("course")
    if not user.is_authenticated:
        return versions.filter(state=CourseVersion.State.PUBLISHED).first()
    mine = Exists(CourseProgress.objects.filter(version=OuterRef("pk"), citizen=user))
    return (
        versions.annotate(mine=mine)
        .filter(Q(mine=True) | Q(state=CourseVersion.State.PUBLISHED))
        .order_by("-mine", "-number")
        .first()
    )


def editions_for(user):
    """The edition of each course that the person reads, in the courses' order, as `edition_for` finds it."""
    mine = Exists(CourseProgress.objects.filter(version=OuterRef("pk"), citizen=user))
    versions = CourseVersion.objects.select_related("course").annotate(mine=mine)
    found = {}
    for version in versions.filter(Q(mine=True) | Q(state=CourseVersion.State.PUBLISHED)).order_by(
        "course__position", "course__slug", "-mine", "-number"
    ):
        found.setdefault(version.course_id, version)
    return list(found.values())


def lessons_of(version, user):
    """The edition's lessons as rows, with what this person did of them. Two statements."""
    lessons = version.lessons.annotate(
        written=Exists(Block.objects.filter(lesson=OuterRef("pk"))),
        bytes=Coalesce(Sum("blocks__byte_size"), Value(0)),
    ).order_by("position")
    done = {}
    if user.is_authenticated:
        progress = LessonProgress.objects.filter(citizen=user, lesson__version=version)
        done = {lesson: (at, screen) for lesson, at, screen in progress.values_list("lesson_id", "done_at", "screen")}
    return [LessonRow(lesson, *state_of(lesson, done)) for lesson in lessons]


def state_of(lesson, done):
    """The word for how far the lesson is, and the screen to go on with."""
    if not lesson.written:
        return "shut", 1
    if lesson.pk not in done:
        return "open", 1
    at, screen = done[lesson.pk]
    return ("done", 1) if at else ("now", screen)


def next_row(rows):
    """The lesson to begin or go on with: the first one under way, else the first not done; None if all are."""
    under_way = [row for row in rows if row.state == "now"] or [row for row in rows if row.state == "open"]
    return under_way[0] if under_way else None


def screen(lesson, wanted, *, version):
    """The screen of that number, or the nearest there is, with answers and recordings; None for an outline.

    Three statements, or none: what is published stays as it is, so it is kept for some seconds.
    """
    if version.state == CourseVersion.State.PUBLISHED:
        screens = cache.get_or_set(f"screens:{lesson.pk}", partial(screens_in, lesson), settings.SHARED_PAGE_SECONDS)
    else:
        screens = screens_in(lesson)
    if not screens:
        return None
    step = min(max(wanted, 1), len(screens))
    return Screen(step, len(screens), screens[step - 1])


def screens_in(lesson):
    """The lesson's blocks, screen by screen."""
    blocks = lesson.blocks.order_by("position").prefetch_related(
        "options", Prefetch("recordings", Recording.objects.order_by("spoken_language"))
    )
    return screens_of([with_tracks(block) for block in blocks])


def with_tracks(block):
    """The block with its captions as (address, code, language's own name), for the languages there are any in."""
    files = [("dz", "རྫོང་ཁ", block.captions_dz), ("en", "English", block.captions_en)]
    block.tracks = [(file.url, code, name) for code, name, file in files if file]
    return block


def has_come_to(lesson, user, screen):
    """Whether the learner was on this screen or a later one already: looking back then writes nothing."""
    return LessonProgress.objects.filter(lesson=lesson, citizen=user, screen__gte=screen).exists()


def dashboard(user):
    """The learner's courses, latest first. Three statements; a fourth where the class has a course to begin."""
    mine = list(
        CourseProgress.objects.filter(citizen=user)
        .select_related("version__course", "last_lesson")
        .annotate(lessons_total=Count("version__lessons"))
        .order_by("-last_at")
    )
    under_way = [progress for progress in mine if progress.completed_at is None]
    completed = [progress for progress in mine if progress.completed_at]
    return Dashboard(
        exam_waits=assessing.exam_waits(user),
        to_begin=to_begin(user, begun={progress.version.course_id for progress in mine}),
        resume=under_way[0] if under_way else None,
        under_way=under_way[1:],
        completed=completed,
    )


def to_begin(user, *, begun):
    """The courses of the person's classes that are not among those begun (primary keys), in the courses' order."""
    learnt = Enrolment.objects.filter(citizen=user, left_at=None).values_list("cohort__course", flat=True)
    wanted = set(learnt) - begun
    if not wanted:
        return []
    versions = CourseVersion.objects.filter(course__in=wanted, state=CourseVersion.State.PUBLISHED)
    return list(versions.select_related("course").order_by("course__position", "course__slug"))
