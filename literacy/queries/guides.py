"""Teaching guides, and what of a lesson goes on paper."""

from dataclasses import dataclass

from literacy.models import Block, CourseVersion, Guide, Lesson

KEY_POINTS = (Block.Kind.STEPS, Block.Kind.TIP, Block.Kind.REMEMBER, Block.Kind.TRY_TODAY)


@dataclass(frozen=True)
class Row:
    """A lesson, and its guide where there is one."""

    lesson: Lesson
    guide: Guide | None
    has_handout: bool


def edition(slug):
    """The edition whose guide trainers use: the one that learners begin now. None where there is none."""
    return CourseVersion.objects.filter(course__slug=slug, state="published").select_related("course").first()


def guided():
    """The editions that learners begin now, in the courses' order."""
    versions = CourseVersion.objects.filter(state="published").select_related("course")
    return versions.order_by("course__position", "course__slug")


def rows_of(version):
    """The edition's lessons with their guides; three queries."""
    guides = {guide.lesson_id: guide for guide in version.guides.filter(lesson__isnull=False)}
    with_points = set(
        Block.objects.filter(lesson__version=version, kind__in=KEY_POINTS).values_list("lesson", flat=True)
    )
    lessons = version.lessons.order_by("position")
    return [Row(lesson, guides.get(lesson.pk), lesson.pk in with_points) for lesson in lessons]


def guide_of(version, lesson=None):
    """The guide to the lesson, or to the whole course; None where it is still to be written."""
    return version.guides.filter(lesson=lesson).first()


def key_points(lesson):
    """The blocks of a lesson that fit on one page: its first picture, its steps, tips and what to remember."""
    blocks = list(lesson.blocks.filter(kind__in=[*KEY_POINTS, Block.Kind.PICTURE]).order_by("position"))
    pictures = [block for block in blocks if block.kind == Block.Kind.PICTURE]
    return pictures[:1] + [block for block in blocks if block.kind != Block.Kind.PICTURE]
