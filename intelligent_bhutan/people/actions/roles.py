"""Giving roles and taking them back. Memberships are made here alone, so that each leaves its audit line."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from intelligent_bhutan.people.models import Membership, User

Role = Membership.Role
LOCAL_ROLES = {Role.COORDINATOR, Role.TRAINER, Role.MEMBER}


@transaction.atomic
def appoint(*, person, role, organisation=None, valid_from=None, valid_until=None, by):
    """Give the person the role in the organisation, or in the whole programme; `by` is None for the portal itself.

    The same appointment again returns what stands. One that has run out is ended, and a new one begins.
    Raises: ValidationError when nobody may be appointed so: by themselves, to a local role without an organisation,
    to end before it begins, or while they hold the role with other dates.
    """
    now = timezone.now()
    refuse_senseless(person, role, organisation, valid_from or now, valid_until, by)
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    held = Membership.objects.filter(person=person, role=role, organisation=organisation, ended_at=None).first()
    if held is not None and held.valid_until is not None and held.valid_until <= now:
        close(held, held.valid_until, by)
        held = None
    if held is not None:
        if held.valid_until != valid_until or held.valid_from != (valid_from or held.valid_from):
            raise ValidationError(_("This person holds the role already, with other dates. End it first."))
        return held
    held = Membership.objects.create(
        person=person, role=role, organisation=organisation, valid_from=valid_from or now, valid_until=valid_until
    )
    audit.record("membership:begun", subject=held, by=by)
    return held


def refuse_senseless(person, role, organisation, valid_from, valid_until, by):
    """Raises ValidationError for an appointment that nobody should make."""
    if by is not None and by.pk == person.pk:
        raise ValidationError(_("Nobody gives a role to themselves. Ask a colleague."))
    if role in LOCAL_ROLES and organisation is None:
        raise ValidationError(_("Choose the organisation in which the person has this role."))
    if valid_until is not None and valid_until <= valid_from:
        raise ValidationError(_("The role must end after it begins."))


@transaction.atomic
def end(*, membership, reason="", by):
    """The role ends now, or stays ended if it was. What the person did in it stands."""
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    return held if held.ended_at else close(held, timezone.now(), by, reason)


def close(membership, at, by, reason=""):
    """Write the end down."""
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    audit.record("membership:ended", subject=membership, by=by, reason=reason)
    return membership


@transaction.atomic
def make_administrator(*, person, by):
    """Let the person look after the machinery: the operator's role, and the read-only admin. Returns whether it is new.

    No superuser: the actions and their rules hold for administrators too.
    """
    held = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    operates = held.memberships.current().filter(role=Role.OPERATOR, organisation=None).exists()
    if held.is_staff and operates:
        return False
    if not operates:
        appoint(person=held, role=Role.OPERATOR, by=by)
    held.is_staff = person.is_staff = True
    held.save(update_fields=["is_staff"])
    audit.record("administrator:made", subject=held, by=by)
    return True
