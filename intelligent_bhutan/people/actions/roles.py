"""Giving roles and taking them back. Memberships are made here alone, so that each leaves its audit line."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from intelligent_bhutan.people import appointing
from intelligent_bhutan.people.models import Membership, Organisation, User

Role = Membership.Role


@transaction.atomic
def appoint(*, person, role, organisation=None, valid_from=None, valid_until=None, by):
    """Give the person the role in the organisation, or in the whole programme; `by` is None for the portal itself.

    The same appointment again returns what stands. One that has run out is ended, and a new one begins.
    Raises: ValidationError when nobody may be appointed so: by themselves, to a local role without an organisation,
    in a closed one, to end before it begins, or while they hold the role with other dates.
    """
    now = timezone.now()
    refuse_senseless(person, role, organisation, valid_from or now, valid_until, by)
    lock(person)
    refuse_closed(organisation)
    held = Membership.objects.filter(person=person, role=role, organisation=organisation, ended_at=None).first()
    if held is not None and held.valid_until is not None and held.valid_until <= now:
        close(held, held.valid_until, by)
        held = None
    if held is not None:
        if held.valid_until != valid_until or held.valid_from != (valid_from or held.valid_from):
            raise ValidationError(_("This person holds the role already, with other dates. End it first."))
        return held
    held = Membership.objects.create(
        person=person,
        role=role,
        organisation=organisation,
        valid_from=valid_from or now,
        valid_until=valid_until,
        begun_by=by,
    )
    audit.record("membership:begun", subject=held, by=by)
    return held


def lock(person):
    """The person, locked: taken before what waits for them, their roles and the organisation, so that none deadlock."""
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def refuse_senseless(person, role, organisation, valid_from, valid_until, by):
    """Raises ValidationError for an appointment that nobody should make."""
    if by is not None and by.pk == person.pk:
        raise ValidationError(_("Nobody gives a role to themselves. Ask a colleague."))
    if role in appointing.IN_ONE_ORGANISATION and organisation is None:
        raise ValidationError(_("Choose the organisation in which the person has this role."))
    if valid_until is not None and valid_until <= valid_from:
        raise ValidationError(_("The role must end after it begins."))


def refuse_closed(organisation):
    """Lock the organisation, so that it does not close meanwhile. Raises: ValidationError where it is closed."""
    if organisation is None:
        return
    if Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk).closed_at:
        raise ValidationError(_("This organisation is closed. Nobody is appointed here any more."))


@transaction.atomic
def extend(*, membership, valid_until, by):
    """The role lasts until then. Raises: ValidationError where it has ended, and for a day that is not later."""
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    now = timezone.now()
    if held.ended_at or held.valid_until is None or held.valid_until <= now:
        raise ValidationError(_("This role has ended, or has no end. Appoint the person anew."))
    if valid_until <= held.valid_until:
        raise ValidationError(_("The new last day must be later than the old one."))
    held.valid_until = valid_until
    held.save(update_fields=["valid_until"])
    audit.record("membership:extended", subject=held, by=by)
    return held


@transaction.atomic
def end(*, membership, reason="", by):
    """The role ends now, or stays ended if it was. What the person did in it stands.

    Raises: ValidationError for the last operator's role: nobody could look after the portal any more.
    """
    if membership.role == Role.OPERATOR:
        refuse_last_operator(membership)
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    return held if held.ended_at else close(held, timezone.now(), by, reason)


def refuse_last_operator(membership):
    """Lock the operators' roles, so that of the last two who leave at once one stays. Raises: ValidationError."""
    held = Membership.objects.current().filter(role=Role.OPERATOR).select_for_update(of=("self",)).order_by("pk")
    left = {one.person_id for one in held.select_related("person") if one.pk != membership.pk and one.person.is_active}
    if not left - {membership.person_id}:
        raise ValidationError(_("This is the last operator. Appoint another one first."))


def close(membership, at, by, reason=""):
    """Write the end down. The reason stays with the role: it may name somebody, and the record never forgets."""
    membership.ended_at, membership.ended_by, membership.end_reason = at, by, reason
    membership.save(update_fields=["ended_at", "ended_by", "end_reason"])
    audit.record("membership:ended", subject=membership, by=by)
    return membership


def note_taken_away(*, by):
    """Somebody takes the list of roles away as a file; the record keeps who did."""
    audit.record("roles:taken_away", subject=by, by=by)


@transaction.atomic
def make_administrator(*, person, by):
    """Let the person look after the machinery: the operator's role, and the read-only admin. Returns whether it is new.

    No superuser: the actions and their rules hold for administrators too.
    """
    held = lock(person)
    operates = held.memberships.current().filter(role=Role.OPERATOR, organisation=None).exists()
    if held.is_staff and operates:
        return False
    if not operates:
        appoint(person=held, role=Role.OPERATOR, by=by)
    held.is_staff = person.is_staff = True
    held.save(update_fields=["is_staff"])
    audit.record("administrator:made", subject=held, by=by)
    return True
