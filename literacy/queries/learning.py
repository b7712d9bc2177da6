"""What course pages and the learner's own page read."""

from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Sum

from literacy import screens
from literacy.models import Block, CheckAnswer, CourseProgress, CourseVersion, Lesson, LessonProgress, Recording

State = CourseVersion.State


@dataclass(frozen=True)
class LessonRow:
    """A lesson in its course's list; `state` is done, now or open."""

    lesson: Lesson
    state: str


@dataclass(frozen=True)
class CourseFace:
    """A course as a learner sees it, in their edition."""

    version: CourseVersion
    rows: list[LessonRow]
    done: int
    next_lesson: Lesson | None
    completed: bool

    @property
    def total(self):
        """How many lessons there are."""
        return len(self.rows)


@dataclass(frozen=True)
class Screen:
    """One screen of a lesson."""

    lesson: Lesson
    blocks: list[Block]
    number: int
    of: int
    next_lesson: Lesson | None
    answers: dict[int, CheckAnswer] = field(default_factory=dict)

    @property
    def is_last(self):
        """Whether the lesson ends here."""
        return self.number >= self.of


def shown_courses(domain=""):
    """The published editions in the order of their courses, with lessons and media counted."""
    editions = CourseVersion.objects.filter(state=State.PUBLISHED).select_related("course", "course__domain")
    if domain:
        editions = editions.filter(course__domain__key=domain)
    return editions.annotate(
        lesson_count=Count("lessons", distinct=True), byte_size=Sum("lessons__blocks__byte_size")
    ).order_by("course__position", "course__slug")


def edition_for(course, person):
    """The edition that the person began, else the published one, else None."""
    if person.is_authenticated:
        began = CourseProgress.objects.filter(citizen=person, version__course=course).select_related("version__course")
        if progress := began.order_by("-started_at").first():
            return progress.version
    return course.versions.filter(state=State.PUBLISHED).select_related("course").first()


def course_face(version, person):
    """The course's lessons and how far the person is; three queries."""
    lessons = list(version.lessons.all())
    done, opened = set(), set()
    if person.is_authenticated:
        for lesson, done_at in LessonProgress.objects.filter(citizen=person, lesson__version=version).values_list(
            "lesson_id", "done_at"
        ):
            (done if done_at else opened).add(lesson)
    rows = [LessonRow(one, "done" if one.pk in done else "now" if one.pk in opened else "open") for one in lessons]
    following = next((row.lesson for row in rows if row.state != "done"), None)
    return CourseFace(version, rows, len(done), following, bool(rows) and len(done) == len(rows))


def lesson_of(version, slug):
    """The lesson with its blocks, their options and recordings, or None; four queries."""
    options = Prefetch("options")
    recordings = Prefetch("recordings", Recording.objects.order_by("spoken_language"))
    blocks = Prefetch("blocks", Block.objects.prefetch_related(options, recordings))
    return version.lessons.select_related("version__course").prefetch_related(blocks).filter(slug=slug).first()


def screen_of(lesson, number, person):
    """One screen of the lesson; a number out of range leads to the nearest."""
    blocks = list(lesson.blocks.all())
    kinds = [block.kind for block in blocks]
    of = max(1, len(screens.cut(kinds)))
    number = min(max(1, number), of)
    shown = list(screens.on_screen(blocks, kinds, number)) if blocks else []
    following = lesson.version.lessons.filter(position__gt=lesson.position).first() if number == of else None
    return Screen(lesson, shown, number, of, following, answers_to(shown, person))


def answers_to(blocks, person):
    """The person's latest answers to the checks among the blocks, by block."""
    checks = [block.pk for block in blocks if block.kind == Block.Kind.CHECK]
    if not checks or not person.is_authenticated:
        return {}
    return {answer.block_id: answer for answer in CheckAnswer.objects.filter(citizen=person, block__in=checks)}


@dataclass(frozen=True)
class Course:
    """A course that the person has begun."""

    progress: CourseProgress
    done: int
    total: int


def dashboard(person):
    """The courses that the person has begun, the latest first; one query."""
    begun = (
        CourseProgress.objects.filter(citizen=person)
        .select_related("version__course", "last_lesson")
        .annotate(total=Count("version__lessons"))
        .order_by("-last_at")[:20]
    )
    return [Course(progress, progress.lessons_done, progress.total) for progress in begun]
