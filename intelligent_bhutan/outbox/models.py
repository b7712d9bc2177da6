"""The outbox: one row for each piece of work that must not be lost."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class MessageQuerySet(models.QuerySet):
    """Adjectives of messages."""

    def due(self, at):
        """Waiting, and their time has come."""
        return self.filter(state=Message.State.WAITING, next_at__lte=at)

    def dead(self):
        """Given up; a person must look."""
        return self.filter(state=Message.State.DEAD)


class Message(models.Model):
    """A piece of work that an action promised. Done rows stay for a while, as the record of what was carried."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        DEAD = "dead"

    kind = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    key = models.CharField(
        max_length=160, null=True, blank=True
    )  # one live message a key: posting twice is posting once
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)  # the last failure: exception class and place, never its personal details

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state="waiting"), name="outbox_one_waiting_message_a_key"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", finished_at__isnull=True) | Q(state__in=["done", "dead"]),
                name="outbox_waiting_is_unfinished",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="outbox_due"),
            models.Index(fields=["created_at"], condition=Q(state="dead"), name="outbox_dead"),
            models.Index(fields=["finished_at"], condition=Q(state="done"), name="outbox_done"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk} ({self.state})"
