"""What a learner does: open, go on, finish, answer. Progress never goes back, and repeating changes nothing."""

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from intelligent_bhutan import audit
from literacy.actions import standing
from literacy.models import CheckAnswer, CourseProgress, Lesson, LessonProgress
from literacy.models.standing import Metric


@transaction.atomic
def open_lesson(*, lesson, citizen, screen=1):
    """Note that the citizen is at this screen of the lesson; the first lesson opened begins the course in its edition.

    Returns the lesson's progress. Leaves no audit line: reading is nobody's business but the learner's.
    """
    now = timezone.now()
    CourseProgress.objects.bulk_create(
        [CourseProgress(citizen=citizen, version_id=lesson.version_id, last_lesson=lesson, last_at=now)],
        update_conflicts=True,
        unique_fields=["citizen", "version"],
        update_fields=["last_lesson", "last_at"],
    )
    LessonProgress.objects.bulk_create(
        [LessonProgress(citizen=citizen, lesson=lesson, screen=screen)], ignore_conflicts=True
    )
    LessonProgress.objects.filter(citizen=citizen, lesson=lesson).update(screen=Greatest(F("screen"), screen))
    return LessonProgress.objects.get(citizen=citizen, lesson=lesson)


@transaction.atomic
def finish_lesson(*, lesson, citizen):
    """The citizen came to the lesson's end. With the last lesson the course is completed, which is counted once.

    Returns the course's progress.
    """
    open_lesson(lesson=lesson, citizen=citizen)
    progress = CourseProgress.objects.select_for_update().get(citizen=citizen, version_id=lesson.version_id)
    LessonProgress.objects.filter(citizen=citizen, lesson=lesson, done_at=None).update(done_at=timezone.now())
    progress.lessons_done = LessonProgress.objects.filter(
        citizen=citizen, lesson__version_id=lesson.version_id, done_at__isnull=False
    ).count()
    lessons = Lesson.objects.filter(version_id=lesson.version_id).count()
    if progress.completed_at is None and progress.lessons_done == lessons:
        progress.completed_at = timezone.now()
        standing.reach(citizen=citizen, metric=Metric.COMPLETED)
        audit.record("course:completed", subject=citizen, by=citizen)
    progress.save(update_fields=["lessons_done", "completed_at"])
    return progress


@transaction.atomic
def answer_check(*, block, option, citizen):
    """Keep the citizen's latest answer to a check-yourself question and count the tries; nobody is graded by it."""
    CheckAnswer.objects.bulk_create(
        [CheckAnswer(citizen=citizen, block=block, option=option, tries=0)], ignore_conflicts=True
    )
    CheckAnswer.objects.filter(Q(citizen=citizen, block=block)).update(
        option=option, tries=F("tries") + 1, answered_at=timezone.now()
    )
    return CheckAnswer.objects.get(citizen=citizen, block=block)
