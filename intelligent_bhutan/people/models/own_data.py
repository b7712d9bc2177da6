"""A copy of what is held of a person, made for them; and the wish to have it erased."""

from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models.consent import Consent
from intelligent_bhutan.people.models.person import User

COPY_KEPT = timedelta(days=7)
MAY_THINK = timedelta(days=14)


class DataCopy(models.Model):
    """A file with all that is held of one person, sealed, for that person alone, for a week."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="data_copies")
    language = models.CharField(max_length=2, default="en")
    asked_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="copies/", blank=True)  # sealed

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ready_at__isnull=True), name="people_one_copy_in_the_making"
            )
        ]

    def __str__(self):
        return f"copy for person {self.person_id}"

    def is_there(self, at=None):
        """Whether it can be taken."""
        return bool(self.file) and self.expires_at > (at or timezone.now())


class Erasure(models.Model):
    """A person's wish that their data be erased. It waits two weeks, in which signing in takes it back."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits")
        CANCELLED = "cancelled", _("Taken back")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="erasures")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    guardian_name = models.CharField(max_length=120, blank=True)  # who asked for a child; gone when it is carried out
    guardian_relation = models.CharField(max_length=11, choices=Consent.Relation.choices, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    parts_done = models.JSONField(default=list)  # the apps whose part is carried out

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=~Q(state="cancelled"), name="people_one_erasure_a_person"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "under_way"], ended_at__isnull=True)
                | Q(state__in=["cancelled", "done"], ended_at__isnull=False),
                name="people_erasure_ends_some_time",
            ),
        ]

    def __str__(self):
        return f"erasure of person {self.person_id}"
