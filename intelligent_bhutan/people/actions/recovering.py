"""Getting back in at a centre: an officer looks, another agrees where it changes who somebody is, a slip opens."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, notices, sealing, typed_codes
from intelligent_bhutan.dzongkha import to_ascii_digits
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.people.actions import codes, four_eyes, identity
from intelligent_bhutan.people.actions import pins as pin_actions
from intelligent_bhutan.people.actions.registering import digest_of, digests_of
from intelligent_bhutan.people.models import Evidence, IdentityNumber, Membership, Pin, Recovery, User
from intelligent_bhutan.people.notices import recovering as kinds
from intelligent_bhutan.people.queries.recovering import number_is_checked
from intelligent_bhutan.people.rules import Role, is_staff_member

State = Recovery.State
SLIP_DIGITS, SLIP_LIFETIME = 12, timedelta(hours=24)
APPROVAL_LIFETIME = timedelta(days=7)
A_DAY, UNUSUAL = 20, 10  # recoveries that one officer may begin; from how many on the operators are told
DROPS = ("drops_phone", "drops_email", "drops_factors")


def note_found(*, person, by):
    """An officer found the person who stands at the centre; looking is on record."""
    audit.record("person:found_at_centre", subject=person, by=by)


@transaction.atomic
def begin(*, person, evidence, number="", facts_differ=False, drops=(), witnesses=("", ""), remark="", by, at=None):
    """An officer saw who stands there: by a card with its number, or by two witnesses. Returns the recovery.

    It needs a second person where it would change who somebody is, see `changes_identity`; else a slip can be made at
    once. The person is told on every way that is known of them now, and the operators when one officer begins many.
    Raises: PermissionDenied for who may not; ValidationError for oneself, for half an evidence, and beyond the day's
    limit.
    """
    at = at or timezone.now()
    if not by.has_perm("people.help_at_centre"):
        raise PermissionDenied
    by = User.objects.select_for_update(no_key=True).get(pk=by.pk)  # one at a time, or the day's limit is none
    refuse(person, by, evidence, number, witnesses, at)
    held = Recovery(
        person=person,
        organisation=organisation_of(by),
        evidence=evidence,
        first_witness=witnesses[0],
        second_witness=witnesses[1],
        remark=remark,
        facts_differ=facts_differ,
        proposed_by=by,
        proposed_at=at,
        **{drop: drop in drops for drop in DROPS},
    )
    if evidence == Evidence.CARD and not number_is_checked(person):
        held.number_digest = digest_of(number)
        held.number_ciphertext = sealing.encrypt(to_ascii_digits(number), *ring("IDENTITY_KEY"))
    held.needs_second = changes_identity(held)
    if not held.needs_second:
        held.state, held.decided_at = State.APPROVED, at
    held.save()
    audit.record("recovery:begun", subject=held, by=by, reason=evidence)
    notices.tell(person=person, kind=kinds.RECOVERY_ASKED, at=at)
    tell_operators(by, at)
    return held


def changes_identity(recovery):
    """Whether a second person must agree: no checked number on a card, other facts, something taken away, or staff."""
    return (
        recovery.evidence != Evidence.CARD
        or recovery.facts_differ
        or any(getattr(recovery, drop) for drop in DROPS)
        or not number_is_checked(recovery.person)
        or is_staff_member(recovery.person)
    )


def refuse(person, by, evidence, number, witnesses, at):
    """Raises: ValidationError for a recovery that may not begin."""
    if person.pk == by.pk:
        raise ValidationError(_("You cannot let yourself in again. Ask a colleague."))
    if begun_on_day(by, at) >= A_DAY:
        raise ValidationError(_("You have begun as many as one officer may in a day. A colleague can go on."))
    if evidence == Evidence.WITNESSES and not (all(witnesses) and witnesses[0] != witnesses[1]):
        raise ValidationError({"second_witness": _("Write the names of two witnesses.")})
    if evidence != Evidence.CARD:
        return
    if len(to_ascii_digits(number)) != 11 or not to_ascii_digits(number).isdecimal():
        raise ValidationError({"number": _("An identity number has eleven digits. Look at the card.")})
    checked = IdentityNumber.objects.filter(person=person, checked_at__isnull=False).first()
    if checked and bytes(checked.digest) not in digests_of(number):
        raise ValidationError({"number": _("Another number was checked for this person. This is not their card.")})


def begun_on_day(officer, at):
    """How many recoveries the officer has begun on that Thimphu day."""
    return Recovery.objects.filter(proposed_by=officer, proposed_at__date=timezone.localdate(at)).count()


def tell_operators(officer, at):
    """Once a day, when one officer begins unusually many."""
    if begun_on_day(officer, at) < UNUSUAL:
        return
    once = f"{officer.public_id}:{timezone.localdate(at)}"
    current = Membership.objects.current(at).filter(role=Role.OPERATOR).exclude(person=officer)
    for operator in User.objects.filter(memberships__in=current).distinct():
        notices.tell(person=operator, kind=kinds.RECOVERIES_UNUSUAL, once=once, officer=officer.full_name, n=UNUSUAL)


def organisation_of(officer):
    """Where a coordinator helps; None for those of the whole programme."""
    held = officer.memberships.current().filter(role=Role.COORDINATOR, organisation__isnull=False)
    membership = held.select_related("organisation").first()
    return membership.organisation if membership else None


@transaction.atomic
def decide(*, recovery, state, reason="", by):
    """The second person agrees, and the number on the card counts as checked from now on; or refuses with a reason.

    Raises: PermissionDenied for who may not; ValidationError as `four_eyes.decide` does, where
    the number was checked for somebody else meanwhile, and for a yes once the account is closed.
    """
    if not by.has_perm("people.confirm_recoveries"):
        raise PermissionDenied
    held = four_eyes.decide(recovery, state=state, reason=reason, by=by)
    if state == State.APPROVED and not held.person.is_active:
        raise ValidationError(_("The account of this person is closed."))
    if state == State.APPROVED and held.number_digest:
        number = sealing.decrypt(held.number_ciphertext, *ring("IDENTITY_KEY"))
        identity.see_card(person=held.person, number=number, by=held.proposed_by)
    audit.record(f"recovery:{held.state}", subject=held, by=by, reason=held.evidence)
    return held


@transaction.atomic
def make_slip(*, recovery, by, at=None):
    """Twelve digits for the person who stands beside, returned once and kept as a digest; an older slip stops working.

    Raises: PermissionDenied for everybody but the officer who began; ValidationError before it is approved, after it
    was used, a week after it was approved, and where one officer was enough and is not any more.
    """
    at = at or timezone.now()
    held = Recovery.objects.select_for_update(of=("self",)).get(pk=recovery.pk)
    if held.proposed_by_id != by.pk or not by.has_perm("people.help_at_centre"):
        raise PermissionDenied
    over = held.state != State.APPROVED or held.used_at or held.decided_at + APPROVAL_LIFETIME < at
    if over or lacks_second(held):
        raise ValidationError(_("There can be no slip for this. Begin anew."))
    slip = typed_codes.new_digits(SLIP_DIGITS)
    held.slip_digest, held.slip_until = slip_digest(slip), at + SLIP_LIFETIME
    held.save(update_fields=["slip_digest", "slip_until"])
    audit.record("recovery:slip_made", subject=held, by=by)
    return slip


def lacks_second(recovery):
    """Whether one officer alone let somebody in for whom it takes two by now, such as a person who became staff."""
    return recovery.decided_by_id is None and changes_identity(recovery)


def slip_digest(slip):
    """What is kept of a slip, and found again by."""
    return sealing.digest("slip", slip, ring("PIN_KEY")[0])


def by_slip(digest, *, at=None):
    """The recovery whose slip this is and works, or None."""
    alive = Recovery.objects.filter(slip_digest=digest, used_at=None, slip_until__gt=at or timezone.now())
    alive = alive.filter(person__is_active=True)
    return alive.select_related("person").first()


@transaction.atomic
def use_slip(*, digest, password="", pin_kind="", at=None):
    """A new password or, for whoever signs in with a class card, a new PIN. Returns the person and the PIN's signs.

    What nobody had verified goes, and what the recovery takes away; everybody who was signed in as them is signed out.
    Of two who use a slip at once the second is refused. Raises: ValidationError for that, and for a poor password.
    """
    at = at or timezone.now()
    held = Recovery.objects.select_for_update(of=("self",)).filter(slip_digest=digest, used_at=None).first()
    if held is None or held.slip_until <= at or not held.person.is_active or lacks_second(held):
        raise ValidationError(_("This slip does not work any more. Ask the officer for a new one."))
    person = User.objects.select_for_update().get(pk=held.person_id)
    take_away(held, person)
    symbols = give_pin(person, pin_kind) if pin_kind else codes.give_password(person, password)
    held.used_at = at
    held.save(update_fields=["used_at"])
    audit.record("recovery:used", subject=held, by=person)
    notices.tell(person=person, kind=kinds.RECOVERED, at=at)
    return person, symbols


def take_away(recovery, person):
    """Addresses that nobody verified, and what the recovery says."""
    addresses = EmailAddress.objects.filter(user=person)
    (addresses if recovery.drops_email else addresses.filter(verified=False)).delete()
    person.email = addresses.order_by("-primary").values_list("email", flat=True).first()
    if recovery.drops_phone or not person.phone_verified:
        person.phone, person.phone_verified = None, False
    person.save(update_fields=["email", "phone", "phone_verified"])
    if recovery.drops_factors:
        Authenticator.objects.filter(user=person).delete()


def signs_in_by_pin(person):
    """Whether the person has a class card and no password."""
    return not person.has_usable_password() and Pin.objects.filter(person=person).exists()


def give_pin(person, kind):
    """A new random PIN for whoever had one."""
    if not signs_in_by_pin(person):
        raise ValidationError(_("Choose a password."))
    return pin_actions.reset_pin(person=person, kind=kind, by=person)
