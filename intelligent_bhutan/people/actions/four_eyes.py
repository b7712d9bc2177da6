"""The second pair of eyes: locking a proposal and writing down what was decided. Callers do the rest and audit it."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan.people.models.proposal import Proposal

State = Proposal.State


def decide(proposal, *, state, reason="", by):
    """The proposal, locked and decided, in the caller's transaction; of two who decide at once the second is refused.

    Raises: ValidationError where it was decided before, where the decider proposed it or it is about them (unless they
    withdraw it), and for a refusal without a reason.
    """
    held = type(proposal).objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if held.state != State.WAITING:
        raise ValidationError(_("This was decided already. Load the page again to see how."))
    if state == State.WITHDRAWN and held.proposed_by_id != by.pk:
        raise ValidationError(_("Only the person who proposed this can withdraw it."))
    if state != State.WITHDRAWN:
        refuse_oneself(by, held.concerned())
        if held.proposed_by_id == by.pk:
            raise ValidationError(_("You proposed this yourself. Another person must decide."))
    if state == State.REFUSED and not reason.strip():
        raise ValidationError(_("Write why you refuse."))
    held.state, held.decided_by, held.decided_at, held.decision_reason = state, by, timezone.now(), reason.strip()
    held.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
    return held


def refuse_oneself(by, concerned):
    """Raises ValidationError for whoever would decide about themselves; `concerned` are ids of people."""
    if by.pk in concerned:
        raise ValidationError(_("You cannot decide about yourself."))
