"""Two records of one person become one: proposed by one officer, confirmed by another, undone within thirty days.

Each app says in its holdings how its rows move; what was moved stands in `Merge.moved`, id by id.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, holdings, notices
from intelligent_bhutan.people.actions import four_eyes
from intelligent_bhutan.people.models import Erasure, Merge, MergeProposal, UndoProposal, User
from intelligent_bhutan.people.notices.ownership import RECORDS_MERGED, RECORDS_PARTED
from intelligent_bhutan.people.rules import is_programme_officer

State = MergeProposal.State


@transaction.atomic
def propose(*, survivor, loser, reason, by):
    """Say that both are one person; nothing happens before a second officer agrees. What waits already is returned.

    Raises: PermissionDenied for others than programme officers; ValidationError where these two cannot be merged.
    """
    refuse_strangers(by)
    if not reason.strip():
        raise ValidationError({"reason": _("Write how you know that this is one person.")})
    lock_people(survivor, loser)  # the button may be pressed twice
    refuse_impossible(survivor, loser, by)
    waiting = MergeProposal.objects.waiting().filter(loser__in=[survivor, loser])
    if there := waiting.filter(survivor=survivor, loser=loser).first():
        return there
    if waiting.exists():
        raise ValidationError(_("Another proposal about these records waits. It must be decided first."))
    proposal = MergeProposal.objects.create(survivor=survivor, loser=loser, reason=reason.strip(), proposed_by=by)
    audit.record("merge:proposed", subject=proposal, by=by)
    return proposal


def refuse_strangers(by):
    """Raises PermissionDenied for whoever may not work on other people's records."""
    if not is_programme_officer(by):
        raise PermissionDenied


def refuse_impossible(survivor, loser, by):
    """Raises ValidationError where these two records cannot become one; asks every app."""
    if survivor.pk == loser.pk:
        raise ValidationError(_("These are one record already. Choose two."))
    four_eyes.refuse_oneself(by, {survivor.pk, loser.pk})
    if not User.objects.filter(pk=survivor.pk, is_active=True).exists():
        raise ValidationError(_("The record that stays is closed. Choose the other one to stay."))
    if Erasure.objects.filter(person__in=[survivor, loser]).exclude(state=Erasure.State.CANCELLED).exists():
        raise ValidationError(_("One of these people asked to be erased."))
    if Merge.objects.filter(loser__in=[survivor, loser], undone_at=None).exists():
        raise ValidationError(_("One of these records became part of another before."))
    conflicts(loser, survivor)


def conflicts(loser, survivor):
    """What is not simply moved, in sentences for the preview. Raises: ValidationError where it cannot be."""
    asked = [holding.conflicts for holding in holdings.in_order() if holding.conflicts]
    return [sentence for ask in asked for sentence in ask(loser, survivor)]


@transaction.atomic
def decide(*, proposal, state, reason="", by):
    """The second officer agrees, and it is done in this transaction; or refuses, or the first one withdraws it.

    Raises: ValidationError where it was decided before or cannot be done any more. Returns the proposal.
    """
    refuse_strangers(by)
    if state == State.APPROVED:
        lock(proposal.loser, proposal.survivor)
    held = four_eyes.decide(proposal, state=state, reason=reason, by=by)
    if state == State.APPROVED:
        carry_out(held, by)
    else:
        audit.record(f"merge:{state}", subject=held, by=by)
    return held


def carry_out(proposal, by):
    """Move everything, in the order of the holdings, after all locks are taken."""
    survivor, loser = proposal.survivor, proposal.loser
    refuse_impossible(survivor, loser, by)
    merge = Merge.objects.create(proposal=proposal, survivor=survivor, loser=loser, moved={})
    for holding in holdings.in_order():
        if holding.move:
            merge.moved[holding.name] = holding.move(loser, survivor)
    merge.save(update_fields=["moved"])
    audit.record("merge:done", subject=merge, by=by)
    audit.record("person:merged", subject=loser, by=by)
    audit.record("person:merged", subject=survivor, by=by)
    names = {"closed": loser.username, "kept": survivor.username}
    notices.tell(person=survivor, kind=RECORDS_MERGED, once=str(merge.public_id), **names)
    return merge


def lock(*people):
    """What others lock before people, then the people."""
    for holding in holdings.in_order():
        if holding.lock:
            holding.lock(people)
    lock_people(*people)


def lock_people(*people):
    """The people in the order of their ids, so that no two wait for each other."""
    ids = [person.pk for person in people]
    list(User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


@transaction.atomic
def propose_undoing(*, merge, reason, by):
    """Say that the merge was a mistake; a second officer decides. Raises: ValidationError when it is too late."""
    refuse_strangers(by)
    held = Merge.objects.select_for_update().get(pk=merge.pk)
    refuse_too_late(held)
    if not reason.strip():
        raise ValidationError({"reason": _("Write why these are two people.")})
    if there := held.undo_proposals.filter(state=State.WAITING).first():
        return there
    proposal = UndoProposal.objects.create(merge=held, reason=reason.strip(), proposed_by=by)
    audit.record("merge:undoing_proposed", subject=held, by=by)
    return proposal


def refuse_too_late(merge):
    """Raises ValidationError for what is undone already, after thirty days, and before a later merge is undone."""
    if not merge.may_be_undone():
        raise ValidationError(_("This cannot be undone any more."))
    if Merge.objects.filter(loser=merge.survivor, undone_at=None).exists():
        raise ValidationError(_("The record that stayed became part of another since. Undo that first."))


@transaction.atomic
def decide_undoing(*, proposal, state, reason="", by):
    """The second officer agrees: exactly what was moved goes back, and both records are as they were.

    What came to the surviving record since stays with it. Raises: ValidationError when it is too late.
    """
    refuse_strangers(by)
    held = four_eyes.decide(proposal, state=state, reason=reason, by=by)
    if state == State.APPROVED:
        undo(held.merge, by)
    else:
        audit.record(f"merge:undoing_{state}", subject=held.merge, by=by)
    return held


def undo(merge, by):
    """Move everything back, in the opposite order."""
    lock(merge.loser, merge.survivor)
    merge = Merge.objects.select_for_update(of=("self",)).select_related("loser", "survivor").get(pk=merge.pk)
    refuse_too_late(merge)
    if Erasure.objects.filter(person__in=[merge.survivor, merge.loser]).exclude(state="cancelled").exists():
        raise ValidationError(_("One of these people asked to be erased."))
    for holding in reversed(holdings.in_order()):
        if holding.move_back and holding.name in merge.moved:
            holding.move_back(merge.loser, merge.survivor, merge.moved[holding.name])
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    audit.record("merge:undone", subject=merge, by=by)
    for person in (merge.survivor, merge.loser):
        notices.tell(person=person, kind=RECORDS_PARTED, once=str(merge.public_id))
    return merge
