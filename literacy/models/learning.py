"""How far a learner is."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from intelligent_bhutan.people.models import User
from literacy.models.course import Block, CheckOption, CourseVersion, Lesson


class CourseProgress(models.Model):
    """A learner in one edition of a course; the edition that they began stays theirs."""

    citizen = models.ForeignKey(User, on_delete=models.CASCADE, related_name="course_progress")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="progress")
    started_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    last_lesson = models.ForeignKey(Lesson, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    lessons_done = models.PositiveSmallIntegerField(default=0)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["citizen", "version"], name="literacy_progress_once_an_edition")]
        indexes = [models.Index(fields=["citizen", "-last_at"], name="literacy_progress_of_citizen")]

    def __str__(self):
        return f"person {self.citizen_id} in {self.version_id}"


class LessonProgress(models.Model):
    """A lesson that a learner opened, how far they came in it, and when they finished it."""

    citizen = models.ForeignKey(User, on_delete=models.CASCADE, related_name="lesson_progress")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="progress")
    screen = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["citizen", "lesson"], name="literacy_lesson_once_a_citizen")]

    def __str__(self):
        return f"person {self.citizen_id} in lesson {self.lesson_id}"


class CheckAnswer(models.Model):
    """A learner's latest answer to a check-yourself question, and how often they tried; nobody is graded by it."""

    citizen = models.ForeignKey(User, on_delete=models.CASCADE, related_name="check_answers")
    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="answers", limit_choices_to=Q(kind="check"))
    option = models.ForeignKey(CheckOption, on_delete=models.CASCADE, related_name="+")
    tries = models.PositiveSmallIntegerField(default=1)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["citizen", "block"], name="literacy_check_once_a_citizen")]

    def __str__(self):
        return f"person {self.citizen_id} on block {self.block_id}"
