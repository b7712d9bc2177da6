"""What a learner does: open a lesson, answer a check, finish. Nobody is graded by it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from literacy.actions import standing
from literacy.models import CheckAnswer, CourseProgress, Lesson, LessonProgress


@transaction.atomic
def open_lesson(*, lesson, citizen, screen=1):
    """Keep the learner's place: the lesson, and the furthest screen in it. The first lesson begins the course.

    The edition that was begun stays the learner's; a place never goes back. Leaves an audit line when a course begins.
    """
    now = timezone.now()
    course, begun = CourseProgress.objects.get_or_create(citizen=citizen, version_id=lesson.version_id)
    place, _new = LessonProgress.objects.get_or_create(citizen=citizen, lesson=lesson)
    CourseProgress.objects.filter(pk=course.pk).update(last_lesson=lesson, last_at=now)
    LessonProgress.objects.filter(pk=place.pk).update(screen=Greatest(F("screen"), screen))
    place.refresh_from_db()
    if begun:
        audit.record("course:begun", subject=course, by=citizen)
    return place


@transaction.atomic
def answer_check(*, block, option, citizen):
    """Keep the learner's latest answer and count the tries; the reason stands in the option.

    No audit line: practice is nobody's business but the learner's, and the row itself says all there is to know.
    Raises: ValidationError when the option answers another question.
    """
    if option.block_id != block.pk:
        raise ValidationError(_("This answer belongs to another question. Choose one of the answers shown."))
    now = timezone.now()
    answer, new = CheckAnswer.objects.get_or_create(citizen=citizen, block=block, defaults={"option": option})
    if not new:
        CheckAnswer.objects.filter(pk=answer.pk).update(option=option, tries=F("tries") + 1, answered_at=now)
        answer.refresh_from_db()
    return answer


@transaction.atomic
def finish_lesson(*, lesson, citizen):
    """The learner is through the lesson. With the last one the course is completed, and the citizen counts as such.

    Finishing again changes nothing. An outline without lessons to read is never completed.
    """
    open_lesson(lesson=lesson, citizen=citizen)
    course = CourseProgress.objects.select_for_update().get(citizen=citizen, version_id=lesson.version_id)
    done = LessonProgress.objects.filter(citizen=citizen, lesson=lesson, done_at__isnull=True)
    if done.update(done_at=timezone.now()):
        course.lessons_done = LessonProgress.objects.filter(
            citizen=citizen, lesson__version_id=lesson.version_id, done_at__isnull=False
        ).count()
        if course.completed_at is None and course.lessons_done >= lessons_in(lesson.version_id):
            course.completed_at = timezone.now()
            standing.reach(citizen=citizen, metric="completed")
        course.save(update_fields=["lessons_done", "completed_at"])
        audit.record("lesson:finished", subject=lesson, by=citizen)
    return course


def lessons_in(version_id):
    """How many lessons the edition has, written or not."""
    return Lesson.objects.filter(version_id=version_id).count()
