"""Four eyes: what one person proposes and another decides."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models.person import User


class ProposalQuerySet(models.QuerySet):
    """Adjectives of proposals."""

    def waiting(self):
        """Not decided yet."""
        return self.filter(state=Proposal.State.WAITING)


class Proposal(models.Model):
    """Something that only two people together may do. Subclasses add what is proposed.

    The database refuses that anyone decides what they proposed; `actions/four_eyes.py` locks and decides. A subclass
    with a `Meta` of its own extends `Proposal.Meta` and adds to its constraints; one that is not about its `person`
    says whom it is about.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a second person")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=400, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["approved", "refused"], decided_at__isnull=False) & ~Q(decided_by=F("proposed_by"))
                | Q(state="withdrawn", decided_at__isnull=False),
                name="%(app_label)s_%(class)s_by_two",
            )
        ]

    def concerned(self):
        """Ids of the people whom it is about, who never decide it."""
        return {self.person_id}
