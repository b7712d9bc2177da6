"""Two records of one person that become one: proposed, decided by a second officer, carried out, undone."""

from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from intelligent_bhutan.people.models.person import User
from intelligent_bhutan.people.models.proposal import Proposal

MAY_BE_UNDONE = timedelta(days=30)


class MergeProposal(Proposal):
    """Somebody holds that two records are one person: `loser` becomes part of `survivor`."""

    survivor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    loser = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)

    class Meta(Proposal.Meta):
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(condition=~Q(survivor=F("loser")), name="people_merge_takes_two"),
            models.UniqueConstraint(
                fields=["loser"], condition=Q(state="waiting"), name="people_one_waiting_merge_a_record"
            ),
        ]

    def __str__(self):
        return f"{self.loser_id} into {self.survivor_id}"

    def concerned(self):
        """Both."""
        return {self.survivor_id, self.loser_id}


class Merge(models.Model):
    """What was done: exactly which rows were moved, table by table, so that an undoing moves these back."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    proposal = models.OneToOneField(MergeProposal, on_delete=models.PROTECT, related_name="merge")
    survivor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="merges_survived")
    loser = models.ForeignKey(User, on_delete=models.PROTECT, related_name="merges_ended_in")
    moved = models.JSONField()  # {name of the holding: what its `move` said}, ids and states, no words about people
    merged_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["loser"], condition=Q(undone_at__isnull=True), name="people_one_living_merge_a_record"
            )
        ]

    def __str__(self):
        return f"merge of {self.loser_id} into {self.survivor_id}"

    def may_be_undone(self, at=None):
        """Whether it is not too late, and not undone yet."""
        return self.undone_at is None and (at or timezone.now()) < self.merged_at + MAY_BE_UNDONE


class UndoProposal(Proposal):
    """Somebody holds that a merge was a mistake."""

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="undo_proposals")
    reason = models.CharField(max_length=400)

    class Meta(Proposal.Meta):
        constraints = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["merge"], condition=Q(state="waiting"), name="people_one_waiting_undoing_a_merge"
            ),
        ]

    def __str__(self):
        return f"undoing of {self.merge_id}"

    def concerned(self):
        """Both."""
        return {self.merge.survivor_id, self.merge.loser_id}
