"""Erasing a person: asked for, thought over for two weeks, then carried out app by app (ADR 17)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, holdings, notices, outbox
from intelligent_bhutan.people.actions import sessions
from intelligent_bhutan.people.actions.consent import refuse_nobody
from intelligent_bhutan.people.models import Erasure, Merge, MergeProposal, User
from intelligent_bhutan.people.models.own_data import MAY_THINK
from intelligent_bhutan.people.notices.ownership import ERASURE_ASKED, ERASURE_CANCELLED
from intelligent_bhutan.people.queries.consent import is_child
from intelligent_bhutan.people.rules import is_staff_member

State = Erasure.State


@transaction.atomic
def ask(*, person, guardian_name="", guardian_relation="", by):
    """Erase this person in two weeks, unless somebody signs in as them before; signs them out everywhere.

    Asking again while it waits returns what waits. Raises: ValidationError for a child without a guardian's name, for
    whoever holds a role, and while the record is about to be merged or a merge with it can still be undone.
    """
    held = User.objects.select_for_update().get(pk=person.pk)
    if there := held.erasures.exclude(state=State.CANCELLED).first():
        return there
    refuse_who_is_needed(held)
    guardian = {"guardian_name": " ".join(guardian_name.split()), "guardian_relation": guardian_relation}
    if is_child(held):
        refuse_nobody(**guardian)
    else:
        guardian = {}
    erasure = Erasure.objects.create(person=held, due_at=timezone.now() + MAY_THINK, **guardian)
    outbox.post("people.erase", key=str(erasure.pk), delay=MAY_THINK, erasure=erasure.pk)
    audit.record("erasure:asked", subject=held, by=by)
    notices.tell(person=held, kind=ERASURE_ASKED, once=str(erasure.public_id), due=erasure.due_at)
    sessions.end_all(held)
    return erasure


def refuse_who_is_needed(person):
    """Raises ValidationError for whoever must settle something first."""
    if is_staff_member(person):
        raise ValidationError(_("You hold a role in the programme. Give it back first, then ask again."))
    if MergeProposal.objects.waiting().filter(loser=person).exists() or (
        MergeProposal.objects.waiting().filter(survivor=person).exists()
    ):
        raise ValidationError(_("Somebody is looking at this record. Ask again in some days."))
    merged = Merge.objects.filter(survivor=person, undone_at=None).order_by("-merged_at").first()
    if merged and merged.may_be_undone():
        raise ValidationError(_("Two records became this one some days ago. Ask again in a month."))


@transaction.atomic
def cancel(*, person, by):
    """The person is here again: nothing is erased. Returns the wish that was taken back, or None."""
    held = Erasure.objects.select_for_update().filter(person=person, state=State.WAITING).first()
    if held is None:
        return None
    held.state, held.ended_at = State.CANCELLED, timezone.now()
    held.save(update_fields=["state", "ended_at"])
    audit.record("erasure:cancelled", subject=person, by=by)
    notices.tell(person=person, kind=ERASURE_CANCELLED, once=str(held.public_id))
    return held


@transaction.atomic
def begin(*, erasure, at=None):
    """The two weeks are over: close the account and promise each app's part. `erasure` is a primary key.

    What is not due yet, was taken back, or is under way stays as it is. Sessions end with the account.
    """
    held = Erasure.objects.select_for_update(of=("self",)).select_related("person").get(pk=erasure)
    if held.state != State.WAITING or held.due_at > (at or timezone.now()):
        return held
    User.objects.filter(pk=held.person_id).update(is_active=False)
    held.state = State.UNDER_WAY
    held.save(update_fields=["state"])
    audit.record("erasure:begun", subject=held.person, by=None)
    promise_next(held)
    return held


@transaction.atomic
def carry_out(*, erasure, app):
    """One app's part, in one transaction, once; the last one done is ours, which knows the name to look for.

    With it the person is gone. Returns the erasure.
    """
    held = Erasure.objects.select_for_update(of=("self",)).select_related("person").get(pk=erasure)
    if held.state != State.UNDER_WAY or app in held.parts_done:
        return held
    for holding in holdings.in_order():
        if holding.app == app and holding.erase:
            holding.erase(held.person)
    held.parts_done = [*held.parts_done, app]
    if set(holdings.apps()) <= set(held.parts_done):
        held.state, held.ended_at = State.DONE, timezone.now()
        audit.record("person:erased", subject=held.person, by=None)
    else:
        promise_next(held)
    held.save(update_fields=["state", "ended_at", "parts_done"])
    return held


def promise_next(held):
    """Promise the next part: one after the other, since ours comes last."""
    rest = [app for app in holdings.apps() if app not in held.parts_done]
    outbox.post("people.erase_part", key=f"{held.pk}:{rest[0]}", erasure=held.pk, app=rest[0])
