"""The teaching guide: what a trainer has beside a course and beside each of its lessons."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from literacy.models.course import CourseVersion, Lesson


class Guide(models.Model):
    """How to teach a lesson, or, where `lesson` is none, the whole course. It belongs to one edition of the course.

    Every text but the objective and the one on adapting is a list: an entry a line.
    """

    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="guides")
    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, null=True, blank=True, related_name="guide")
    minutes = models.PositiveSmallIntegerField()  # in the room, with everybody doing it
    objective = models.TextField(max_length=600)
    materials = models.TextField(max_length=1000, blank=True)
    steps = models.TextField(max_length=3000)
    mistakes = models.TextField(max_length=1500, blank=True)
    adapting = models.TextField(max_length=1500, blank=True)  # for people who do not read
    checks = models.TextField(max_length=1500, blank=True)  # questions to ask aloud

    class Meta:
        ordering = ["version", F("lesson__position").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(lesson__isnull=True), name="literacy_one_guide_an_edition"
            ),
        ]

    def __str__(self):
        return f"guide to {self.lesson or self.version}"

    def get_absolute_url(self):
        if self.lesson_id:
            return reverse("literacy:lesson_guide", args=[self.version.course.slug, self.lesson.slug])
        return reverse("literacy:guide", args=[self.version.course.slug])
