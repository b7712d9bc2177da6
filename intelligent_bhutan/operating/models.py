"""What operators must know later: which keys were in use, which backups were made, what was cleared away."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class KeyUse(models.Model):
    """A key that data was made under, known by its fingerprint; the key itself never stands in the database."""

    name = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=16)
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "-begun_at"]
        constraints = [models.UniqueConstraint(fields=["name", "fingerprint"], name="operating_key_in_use_once")]

    def __str__(self):
        return f"{self.name} {self.fingerprint}"


class Backup(models.Model):
    """A backup that was made whole. The set itself lies elsewhere: this row only says that there is one."""

    made_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=40, unique=True)
    size = models.BigIntegerField()  # bytes, sealed
    seconds = models.FloatField()
    audit_position = models.BigIntegerField()  # the last link of the audit chain in it
    verified_at = models.DateTimeField(null=True, blank=True)  # when the whole set was last opened and compared

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return self.name


class KeepingRun(models.Model):
    """One carrying out of the retention schedule: how many rows of each table went."""

    at = models.DateTimeField(default=timezone.now)
    counts = models.JSONField(default=dict)  # {"sessions.Session": 12}; only what went
    is_whole = models.BooleanField(default=True)  # False where its time ran out: another one goes on

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["-at"], name="operating_last_keeping")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"


class Maintenance(models.Model):
    """The switch of the maintenance page: one row. Web servers read a copy of it in the cache."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    on = models.BooleanField(default=False)
    answers_too = models.BooleanField(default=False)  # examinations are closed as well: phones keep the answers
    until = models.DateTimeField(null=True, blank=True)  # when people are told to come back
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "maintenance"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="operating_one_switch")]

    def __str__(self):
        return "on" if self.on else "off"


class Round(models.Model):
    """When a task of an hour or a night last ended well: what did not run makes no noise of its own."""

    task = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.task} at {self.at:%Y-%m-%d %H:%M}"
