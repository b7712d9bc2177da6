"""Leaving: a role or all of them end, and whoever is signed in as this person is signed out at that moment."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, notices
from intelligent_bhutan.people import appointing
from intelligent_bhutan.people.actions import roles, sessions
from intelligent_bhutan.people.models import Appointment, Invitation, Membership
from intelligent_bhutan.people.notices import appointing as kinds
from intelligent_bhutan.people.queries.appointing import ends_within, givers_of
from intelligent_bhutan.people.rules import may_give

AT_ONCE = 500


@transaction.atomic
def end(*, membership, reason, by):
    """A role ends now, by whoever may give it. The person is told, and signed out everywhere.

    Raises: PermissionDenied for whoever may not give the role; ValidationError for one's own, and the last operator's.
    """
    if not may_give(by, membership.role, membership.organisation):
        raise PermissionDenied
    if membership.person_id == by.pk:
        raise ValidationError(_("This is your own role. Lay it down on your page."))
    ended = end_and_tell(membership, reason, by)
    sessions.end_all(ended.person)
    return ended


@transaction.atomic
def lay_down(*, membership, by):
    """A person gives their own role back. They stay signed in, as whoever they are without it.

    Raises: PermissionDenied for somebody else's role; ValidationError for the last operator's.
    """
    if membership.person_id != by.pk:
        raise PermissionDenied
    return roles.end(membership=membership, reason="laid down", by=by)


@transaction.atomic
def leave_programme(*, person, reason, close_account=False, by):
    """All roles of a person end, and what is still offered to them; with `close_account` nobody signs in as them again.

    Raises: PermissionDenied for whoever oversees not everybody or may not give one of the roles, ValidationError for
    oneself and for the last operator.
    """
    if not by.has_perm("people.decide_appointments"):
        raise PermissionDenied  # a person without roles has none that would ask for it
    if person.pk == by.pk:
        raise ValidationError(_("You cannot do this for yourself. Ask a colleague."))
    held = roles.lock(person)
    open_roles = list(held.memberships.filter(ended_at=None).select_related("organisation").order_by("pk"))
    if not all(may_give(by, one.role, one.organisation) for one in open_roles):
        raise PermissionDenied
    for membership in open_roles:
        end_and_tell(membership, reason, by)
    for appointment in held.appointments.waiting().select_for_update(of=("self",)):
        refuse_for_leaver(appointment, reason, by)
    if held.is_staff or close_account:
        held.is_staff, held.is_active = False, held.is_active and not close_account
        held.save(update_fields=["is_staff", "is_active"])
    sessions.end_all(held)
    audit.record("person:left", subject=held, by=by)
    return held


def refuse_for_leaver(appointment, reason, by):
    """What waits for a second person about somebody who leaves waits no longer."""
    own = appointment.proposed_by_id == by.pk
    appointment.state = Appointment.State.WITHDRAWN if own else Appointment.State.REFUSED
    appointment.decided_by, appointment.decided_at, appointment.decision_reason = by, timezone.now(), reason
    appointment.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
    Invitation.objects.filter(appointment=appointment).open().update(revoked_at=timezone.now())
    audit.record(f"appointment:{appointment.state}", subject=appointment, by=by)


def end_and_tell(membership, reason, by):
    """The end of one role, and the notice of it."""
    ended = roles.end(membership=membership, reason=reason, by=by)
    tell_of_end(ended, reason)
    return ended


def tell_of_end(membership, reason):
    """Say once that the role is over."""
    facts = kinds.facts_of(membership) | {"reason": reason}
    notices.tell(person=membership.person, kind=kinds.ENDED, once=str(membership.public_id), **facts)


@transaction.atomic
def end_run_out(*, at=None):
    """Write down the end of roles that have run out: they count no more already. Returns how many; others wait.

    Two who do this at once do each role once.
    """
    at = at or timezone.now()
    due = Membership.objects.filter(ended_at=None, valid_until__lte=at).order_by("pk")
    held = list(
        due.select_for_update(skip_locked=True, of=("self",)).select_related("person", "organisation")[:AT_ONCE]
    )
    for membership in held:
        roles.close(membership, membership.valid_until, None)
        tell_of_end(membership, "")
    return len(held)


@transaction.atomic
def warn_of_ends(*, at=None):
    """Tell holders, and whoever can extend, that roles end within thirty days, and again within seven; each once."""
    at = at or timezone.now()
    nearest_first = sorted(appointing.WARNED_DAYS_AHEAD)
    roles_ending = ends_within(nearest_first[-1], at=at).select_related("person", "organisation", "begun_by")
    for membership in roles_ending.order_by("pk").iterator(chunk_size=AT_ONCE):
        days = next(days for days in nearest_first if membership.valid_until - at <= timedelta(days=days))
        warn(membership, once=f"{membership.public_id} {membership.valid_until:%Y-%m-%d} {days}")


def warn(membership, *, once):
    """Tell the holder, and whoever began the role or else all who may give it there."""
    facts = kinds.facts_of(membership) | {"until": membership.last_day}
    notices.tell(person=membership.person, kind=kinds.ENDS_SOON, once=once, **facts)
    facts |= {"called": membership.person.full_name, "membership": str(membership.public_id)}
    for overseer in overseers_of(membership):
        if overseer.pk != membership.person_id:
            notices.tell(person=overseer, kind=kinds.OF_OTHERS_ENDS_SOON, once=once, **facts)


def overseers_of(membership):
    """Who began the role, where they may still give it; otherwise everybody who may."""
    giver = membership.begun_by
    if giver is not None and may_give(giver, membership.role, membership.organisation):
        return [giver]
    return givers_of(membership.role, membership.organisation)
