"""Notices in people's inboxes."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from intelligent_bhutan.notices.kinds import KINDS, Topic


class NoticeQuerySet(models.QuerySet):
    """Adjectives of notices."""

    def unread(self):
        """Not opened yet."""
        return self.filter(read_at=None)


class Notice(models.Model):
    """Something that one person was told. The inbox is the record; e-mail and text messages are copies of it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    topic = models.CharField(max_length=11, choices=Topic.choices)
    facts = models.JSONField(default=dict)
    once = models.CharField(max_length=120, null=True, blank=True)  # telling twice under one key is telling once
    told_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "once"], name="notices_told_once"),
        ]
        indexes = [models.Index(fields=["person", "-told_at"], name="notices_inbox")]

    def __str__(self):
        return f"{self.kind} to person {self.person_id}"

    @property
    def subject(self):
        """The first line, in the active language."""
        return KINDS[self.kind].written("subject", self.facts)

    @property
    def body(self):
        """What it says, in the active language."""
        return KINDS[self.kind].written("body", self.facts)
