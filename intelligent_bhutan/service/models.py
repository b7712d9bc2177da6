"""What people say is wrong on a page, and what was answered."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models import User


class ProblemQuerySet(models.QuerySet):
    """Adjectives of problems."""

    def waiting(self):
        """Not answered yet."""
        return self.filter(answered_at=None)

    def answered(self):
        """Answered."""
        return self.filter(answered_at__isnull=False)


class Problem(models.Model):
    """Something that is wrong on a page, as somebody told it: with an account or without.

    Whoever has its address may read the answer there: the random id in it is the secret.
    """

    class Kind(models.TextChoices):
        UNCLEAR = "unclear", _("I do not understand this page")
        WORDS = "words", _("Something written here is wrong")
        DZONGKHA = "dzongkha", _("The Dzongkha is wrong")
        BROKEN = "broken", _("Something does not work")
        OTHER = "other", _("Something else")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    once = models.UUIDField(unique=True, editable=False)  # the form's own: sent twice it is one problem
    kind = models.CharField(max_length=8, choices=Kind.choices)
    page = models.CharField(max_length=300, blank=True)  # the path alone: what stands behind a "?" may be personal
    language = models.CharField(max_length=2)
    text = models.TextField(max_length=1000)
    reach = models.CharField(max_length=120, blank=True)  # how to answer somebody without an account
    reported_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="problems")
    reported_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ProblemQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="service_answered_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["reported_at"], condition=Q(answered_at__isnull=True), name="service_waiting"),
        ]

    def __str__(self):
        return f"problem on {self.page or '?'}"

    def get_absolute_url(self):
        return reverse("service:problem", args=[self.public_id])

    @property
    def reference(self):
        """What somebody says on the phone: the first eight characters of the id."""
        return str(self.public_id)[:8].upper()
