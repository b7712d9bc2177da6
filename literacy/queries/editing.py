"""What the editing pages show."""

from dataclasses import dataclass

from literacy import readability
from literacy.models import Lesson

PLAIN = 6  # the highest school grade of a lesson that is easy to read


@dataclass(frozen=True)
class Row:
    """A lesson of an edition, with the school grade that its English asks for."""

    lesson: Lesson
    grade: float

    @property
    def is_hard(self):
        """Whether the English should become plainer."""
        return self.grade > PLAIN


def rows_of(version):
    """The edition's lessons in their order, with blocks and answers. Three statements."""
    lessons = version.lessons.order_by("position").prefetch_related("blocks__options")
    return [Row(lesson, readability.grade("\n".join(english(lesson)))) for lesson in lessons]


def english(lesson):
    """All the English that a learner reads in the lesson."""
    for block in lesson.blocks.all():
        yield block.text_en or ""
        for option in block.options.all():
            yield from (option.text_en or "", option.feedback_en or "")
