"""Appointing: a role is proposed, by two where the table says so, offered by link or code, taken, and begins.

Nobody decides about their own proposal or about themselves, and nobody takes what they offered; the database refuses
that too.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, notices, outbox, sealing, typed_codes
from intelligent_bhutan.days import end_of
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.people import appointing
from intelligent_bhutan.people.actions import four_eyes, roles
from intelligent_bhutan.people.models import Appointment, Invitation, Membership
from intelligent_bhutan.people.notices import appointing as kinds
from intelligent_bhutan.people.queries.appointing import givers_of
from intelligent_bhutan.people.rules import is_called, may_give, may_renew

State = Appointment.State
VALID = timedelta(days=appointing.INVITATION_DAYS)


@transaction.atomic
def invite(*, role, organisation=None, last_day, called, why, email="", by):
    """Offer the role to somebody by a link or code, which works once. Returns the invitation and its code.

    The code is kept nowhere in the clear: it is shown to the inviter this once, and goes out by e-mail where an address
    is given. Raises: ValidationError for a role that nobody should give so, PermissionDenied for one that `by` may not.
    """
    refuse_twice(role, organisation, called, by)
    appointment = propose(role=role, organisation=organisation, last_day=last_day, called=called, why=why, by=by)
    code = typed_codes.new(appointing.CODE_LENGTH)
    invitation = Invitation.objects.create(
        appointment=appointment, digest=digest_of(code), expires_at=timezone.now() + VALID
    )
    audit.record("invitation:made", subject=invitation, by=by)
    send(invitation, code, email)
    return invitation, code


@transaction.atomic
def appoint(*, person, role, organisation=None, last_day, why, by):
    """Give the role to somebody who has an account; where two must agree it waits, and the person is told so.

    Raises: ValidationError for a role that nobody should give so, PermissionDenied for one that `by` may not.
    """
    refuse_unfit(person, role, organisation, by)
    appointment = propose(
        role=role, organisation=organisation, last_day=last_day, called=person.full_name, why=why, person=person, by=by
    )
    if appointment.state == State.WAITING:
        notices.tell(person=person, kind=kinds.OFFERED, by=by.full_name, **kinds.facts_of(appointment))
    return begun_if_ready(appointment)


@transaction.atomic
def prolong(*, membership, last_day, why, by):
    """Let a role last longer; this needs the same people as giving it did.

    Raises: ValidationError where it has ended or another proposal waits, PermissionDenied where `by` may not give it.
    """
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    if held.ended_at or held.valid_until is None or held.valid_until <= timezone.now():
        raise ValidationError(_("This role has ended, or has no end. Appoint the person anew."))
    if held.valid_until >= end_of(last_day):
        raise ValidationError({"last_day": _("The new last day must be later than the old one.")})
    if held.person_id == by.pk:
        raise ValidationError(_("Nobody extends their own role. Ask a colleague."))
    if held.extensions.waiting().exists():
        raise ValidationError(_("More time for this role waits for a second person already."))
    appointment = propose(
        role=held.role,
        organisation=held.organisation,
        last_day=last_day,
        called=held.person.full_name,
        why=why,
        person=held.person,
        longer=held,
        by=by,
    )
    return begun_if_ready(appointment)


def propose(*, role, organisation, last_day, called, why, by, person=None, longer=None):
    """The proposal, in the caller's transaction: approved at once where one person is enough, else others are told."""
    if not may_give(by, role, organisation):
        raise PermissionDenied
    refuse_senseless(role, organisation, last_day)
    by_two = role in appointing.BY_TWO
    appointment = Appointment.objects.create(
        role=role,
        organisation=organisation,
        valid_until=end_of(last_day),
        called=called,
        why=why,
        person=person,
        longer=longer,
        proposed_by=by,
        state=State.WAITING if by_two else State.APPROVED,
        decided_at=None if by_two else timezone.now(),
    )
    audit.record("appointment:proposed", subject=appointment, by=by)
    facts = {"by": by.full_name, "called": called, "appointment": str(appointment.public_id)}
    for giver in givers_of(role, organisation) if by_two else ():
        if giver not in (by, person):
            notices.tell(person=giver, kind=kinds.WAITING, **facts, **kinds.facts_of(appointment))
    return appointment


@transaction.atomic
def decide(*, appointment, state, reason="", by):
    """The second person approves, and the role begins if the person is known; or refuses, and nothing does.

    Of two who decide at once the second is refused. Raises: ValidationError then, for one's own proposal or role, and
    for a refusal without a reason; PermissionDenied for whoever may not give the role.
    """
    if not may_give(by, appointment.role, appointment.organisation):
        raise PermissionDenied
    if appointment.person:
        roles.lock(appointment.person)
    held = four_eyes.decide(appointment, state=state, reason=reason, by=by)
    audit.record(f"appointment:{held.state}", subject=held, by=by)
    facts = {"by": by.full_name, "called": held.called, "appointment": str(held.public_id), **kinds.facts_of(held)}
    if state == State.APPROVED:
        notices.tell(person=held.proposed_by, kind=kinds.APPROVED, **facts)
        return begun_if_ready(held)
    Invitation.objects.filter(appointment=held).open().update(revoked_at=timezone.now())
    for person in {held.proposed_by, held.person} - {None}:
        notices.tell(person=person, kind=kinds.REFUSED, reason=held.decision_reason, **facts)
    return held


@transaction.atomic
def take_back(*, appointment, by):
    """What was offered is not offered any more: the proposal is withdrawn, the link and the code do not work.

    Raises: ValidationError once the role has begun or another person proposed it; PermissionDenied for whoever may not
    give the role.
    """
    held = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if not may_give(by, held.role, held.organisation):
        raise PermissionDenied
    if held.membership_id or (held.longer_id and held.state == State.APPROVED):
        raise ValidationError(_("The role has begun. End it instead."))
    if held.state == State.WAITING:
        held = four_eyes.decide(held, state=State.WITHDRAWN, by=by)
    Invitation.objects.filter(appointment=held).open().update(revoked_at=timezone.now())
    audit.record("appointment:taken_back", subject=held, by=by)
    return held


@transaction.atomic
def renew(*, appointment, by):
    """A new code for an invitation whose code was lost or has run out; the old one does not work any more.

    Where two must agree only the proposer makes one, or the second person could agree and hand it to whom they like.
    Returns the invitation and the code. Raises: ValidationError where there is nothing left to be taken.
    """
    held = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if not may_renew(by, held):
        raise PermissionDenied
    invitation = Invitation.objects.select_for_update().filter(appointment=held).first()
    offered = held.state in (State.WAITING, State.APPROVED) and held.person_id is None
    if invitation is None or invitation.revoked_at or not offered:
        raise ValidationError(_("This invitation was taken, refused or called back. Make a new one."))
    code = typed_codes.new(appointing.CODE_LENGTH)
    invitation.digest, invitation.made_at = digest_of(code), timezone.now()
    invitation.expires_at = invitation.made_at + VALID
    invitation.save(update_fields=["digest", "made_at", "expires_at"])
    audit.record("invitation:renewed", subject=invitation, by=by)
    return invitation, code


@transaction.atomic
def take(*, code, by):
    """The invited person accepts: the role begins, or waits for the second person. Taken again, it is what it was.

    Of two people who take one invitation at once the second is refused. Raises: ValidationError for an invitation that
    does not work any more, for whoever offered or approved it, and, where two must agree, for another name than theirs.
    """
    found = Invitation.objects.filter(digest__in=digests_of(code)).first()
    if found is None:
        raise ValidationError(_("This invitation does not work. Ask the person who sent it for a new one."))
    roles.lock(by)
    held = Appointment.objects.select_for_update(of=("self",)).get(pk=found.appointment_id)
    if held.person_id == by.pk:
        return held
    invitation = Invitation.objects.select_for_update().get(pk=found.pk)
    if held.state in (State.REFUSED, State.WITHDRAWN) or not invitation.is_open():
        raise ValidationError(_("This invitation does not work any more. Ask the person who sent it for a new one."))
    if by.pk in (held.proposed_by_id, held.decided_by_id):
        raise ValidationError(_("You offered or approved this role yourself. It is for somebody else."))
    if held.role in appointing.BY_TWO and not is_called(by, held.called):
        raise ValidationError(
            _("This invitation is for %(name)s. Your account has another name.") % {"name": held.called}
        )
    refuse_unfit(by, held.role, held.organisation, held.proposed_by)
    held.person, invitation.taken_at = by, timezone.now()
    held.save(update_fields=["person"])
    invitation.save(update_fields=["taken_at"])
    audit.record("invitation:taken", subject=invitation, by=by)
    facts = {"called": held.called, "account": by.username, "appointment": str(held.public_id), **kinds.facts_of(held)}
    for person in {held.proposed_by, held.decided_by} - {None}:
        notices.tell(person=person, kind=kinds.TAKEN, **facts)
    return begun_if_ready(held)


def begun_if_ready(appointment):
    """The role begins, or lasts longer, once it is approved and the person is known. In the caller's transaction."""
    if appointment.state != State.APPROVED or appointment.person is None:
        return appointment
    refuse_overtaken(appointment)
    person, until = appointment.person, appointment.valid_until
    if appointment.longer:
        roles.extend(membership=appointment.longer, valid_until=until, by=appointment.proposed_by)
        kind = kinds.EXTENDED
    else:
        appointment.membership = roles.appoint(
            person=person,
            role=appointment.role,
            organisation=appointment.organisation,
            valid_until=until,
            by=appointment.proposed_by,
        )
        appointment.save(update_fields=["membership"])
        kind = kinds.BEGUN
    facts = {"until": appointment.last_day, **kinds.facts_of(appointment)}
    notices.tell(person=person, kind=kind, once=str(appointment.public_id), **facts)
    return appointment


def refuse_overtaken(appointment):
    """Raises ValidationError where what was proposed in good order may not begin any more."""
    giver = appointment.decided_by or appointment.proposed_by
    if not may_give(giver, appointment.role, appointment.organisation):
        raise ValidationError(_("Whoever offered this role may not give it any more. Ask the office for a new offer."))
    if not appointment.person.is_active:
        raise ValidationError(_("The account of this person is closed."))


def refuse_senseless(role, organisation, last_day):
    """Raises ValidationError for a role that has no place there, or too long or too short a time."""
    today = timezone.localdate()
    if role in appointing.IN_ONE_ORGANISATION and organisation is None:
        raise ValidationError(_("Choose the organisation in which the person has this role."))
    if organisation is not None and organisation.closed_at:
        raise ValidationError(_("This organisation is closed. Nobody is appointed here any more."))
    if last_day <= today:
        raise ValidationError({"last_day": _("The last day must lie ahead.")})
    if last_day > appointing.latest_last_day(role, today):
        years = appointing.MOST_YEARS_BY_TWO if role in appointing.BY_TWO else appointing.MOST_YEARS
        sentence = _("This role is given for %(years)s years at most. Choose an earlier day.") % {"years": years}
        raise ValidationError({"last_day": sentence})


def refuse_unfit(person, role, organisation, by):
    """Lock the person. Raises ValidationError where they cannot be given the role: self-service, closed, held."""
    if person.pk == by.pk:
        raise ValidationError(_("Nobody gives a role to themselves. Ask a colleague."))
    held = roles.lock(person)
    if not held.is_active:
        raise ValidationError(_("The account of this person is closed."))
    same = {"role": role, "organisation": organisation}
    if held.memberships.current().filter(**same).exists():
        raise ValidationError(_("This person holds the role already. It can be extended on its page."))
    if held.appointments.waiting().filter(longer=None, **same).exists():
        raise ValidationError(_("This role waits for a second person already."))


def refuse_twice(role, organisation, called, by):
    """Raises ValidationError where the same is offered to the same name already: somebody pressed the button twice."""
    roles.lock(by)  # both presses may come at the same moment
    offered = Invitation.objects.open().filter(appointment__role=role, appointment__organisation=organisation)
    if offered.filter(appointment__called__iexact=called).exists():
        raise ValidationError(_("This person is invited to this role already. A new code can be made there."))


def send(invitation, code, email):
    """Promise to send the link by e-mail, where there is an address. Neither stands anywhere in the clear."""
    if email:
        sealed = sealing.encrypt(f"{code} {email}", *ring("SECRET_KEY")).decode()
        outbox.post("people.send_invitation", invitation=invitation.pk, sealed=sealed)


def digest_of(code):
    """What is kept of a code."""
    return digests_of(code)[0]


def digests_of(code):
    """By what a code is found: as it is kept under the key in use, and under those before it."""
    return [sealing.digest("invitation", code, key) for key in ring("SECRET_KEY")]
