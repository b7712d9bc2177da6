"""A target with its plan, and the numbered releases of public figures. Dates and plans are data: sources differ."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Target(models.Model):
    """A number to be reached by a day, e.g. 400,000 proficient citizens by the end of 2029."""

    slug = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=160)
    goal = models.PositiveIntegerField()
    starts_on = models.DateField()
    due_on = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gt=F("starts_on")), name="targets_due_after_it_starts")
        ]

    def __str__(self):
        return self.title


class PlanPoint(models.Model):
    """What should be reached by a day on the way."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="plan")
    day = models.DateField()
    value = models.PositiveIntegerField()

    class Meta:
        ordering = ["target", "day"]
        constraints = [models.UniqueConstraint(fields=["target", "day"], name="targets_one_plan_point_a_day")]

    def __str__(self):
        return f"{self.value} by {self.day}"


class Release(models.Model):
    """The public figures of one day, frozen. Small cells change only with releases: polling shows nobody's pass.

    `figures` holds the cells as published, suppression already applied: {"by_dzongkhag": {code: n or null}, …}.
    """

    number = models.PositiveIntegerField(unique=True)
    day = models.DateField(unique=True)
    published_at = models.DateTimeField(default=timezone.now)
    figures = models.JSONField()
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["-number"]
        triggers = [
            pgtrigger.Protect(name="refuse_change", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="refuse_truncate",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'Releases are frozen.';",
            ),
        ]

    def __str__(self):
        return f"release {self.number}"
