"""Putting right what is known of somebody who has passed: asked, proven before an officer, decided by another one."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, notices, sealing
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.people import signals
from intelligent_bhutan.people.actions import four_eyes
from intelligent_bhutan.people.actions.details import STANDING
from intelligent_bhutan.people.models import Correction, CorrectionScan, Evidence, User
from intelligent_bhutan.people.notices import recovering as kinds

State = Correction.State


@transaction.atomic
def ask(*, person, changes, reason, by):
    """Ask that these facts, fields of `User` by name, be put right. By the person, or by an officer for them.

    What is the same already is left out. The person is told. Raises: PermissionDenied for others; ValidationError
    where nothing would change, something waits already, or the account is closed.
    """
    if by.pk != person.pk and not by.has_perm("people.help_at_centre"):
        raise PermissionDenied
    known = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not known.is_active:
        raise ValidationError(_("The account of this person is closed."))
    before = facts_of(known)
    wanted = {field: as_kept(value) for field, value in changes.items() if field in STANDING}
    wanted = {field: value for field, value in wanted.items() if value != before[field]}
    if not wanted:
        raise ValidationError(_("This is what we have already. Change what is wrong."))
    held = Correction(
        person=person,
        before={field: before[field] for field in wanted},
        changes=wanted,
        reason=reason,
        proposed_by=by,
    )
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError:
        raise ValidationError(_("A correction waits already. It must be decided or taken back first.")) from None
    audit.record("correction:asked", subject=held, by=by, reason=" ".join(wanted))
    notices.tell(person=person, kind=kinds.CORRECTION_ASKED)
    return held


def facts_of(person):
    """What stands now, as corrections keep it."""
    return {field: as_kept(getattr(person, field)) for field in STANDING}


def as_kept(value):
    """A fact in JSON."""
    return value.isoformat() if isinstance(value, date) else value


def as_field(field, value):
    """A fact as `User` has it."""
    return date.fromisoformat(value) if field == "date_of_birth" and value else value


@transaction.atomic
def see_evidence(*, correction, evidence, witnesses=("", ""), remark="", scan=None, by):
    """An officer looked at what proves it; `scan` is (bytes, media type), kept sealed until some weeks after all.

    Raises: PermissionDenied for who may not; ValidationError for oneself, half an evidence, and after the decision.
    """
    if not by.has_perm("people.help_at_centre"):
        raise PermissionDenied
    held = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if held.state != State.WAITING:
        raise ValidationError(_("This was decided already. Load the page again to see how."))
    if held.person_id == by.pk:
        raise ValidationError(_("You cannot look at your own evidence. Show it to a colleague."))
    if evidence == Evidence.WITNESSES and not (all(witnesses) and witnesses[0] != witnesses[1]):
        raise ValidationError({"second_witness": _("Write the names of two witnesses.")})
    held.evidence, held.remark, held.seen_by, held.seen_at = evidence, remark, by, timezone.now()
    held.first_witness, held.second_witness = witnesses
    held.save(update_fields=["evidence", "remark", "seen_by", "seen_at", "first_witness", "second_witness"])
    if scan is not None:
        keep_scan(held, *scan)
    audit.record("correction:evidence_seen", subject=held, by=by, reason=evidence)
    return held


def keep_scan(correction, content, media_type):
    """Seal it; a new one takes the place of the old."""
    sealed = sealing.box(*ring("IDENTITY_KEY")).encrypt(content)
    values = {"sealed": sealed, "media_type": media_type, "kept_at": timezone.now()}
    CorrectionScan.objects.update_or_create(correction=correction, defaults=values)


@transaction.atomic
def open_scan(*, correction, by):
    """The bytes of the scan and their media type, for whoever decides or has recorded it; that is on record."""
    scan = CorrectionScan.objects.get(correction=correction)
    audit.record("correction:scan_opened", subject=correction, by=by)
    return sealing.box(*ring("IDENTITY_KEY")).decrypt(bytes(scan.sealed)), scan.media_type


@transaction.atomic
def decide(*, correction, state, reason="", by):
    """Another officer agrees, and the facts change at once; or refuses with a reason. The person is told.

    Tells `details_corrected`: counts follow, and certificates that bear another name are issued anew.
    Raises: PermissionDenied for who may not; ValidationError as `four_eyes.decide` does, before evidence was seen, for
    whoever saw it, and where the facts are not those of the day of asking.
    """
    if not by.has_perm("people.decide_corrections"):
        raise PermissionDenied
    person = User.objects.select_for_update(no_key=True).get(pk=correction.person_id)  # first, as who asks does
    held = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if held.seen_by_id == by.pk:
        raise ValidationError(_("You looked at the evidence. Another officer must decide."))
    if state == State.APPROVED and held.seen_by_id is None:
        raise ValidationError(_("Nobody has looked at the evidence yet."))
    held = four_eyes.decide(held, state=state, reason=reason, by=by)
    audit.record(f"correction:{held.state}", subject=held, by=by, reason=held.evidence)
    if state != State.APPROVED:
        notices.tell(person=held.person, kind=kinds.CORRECTION_REFUSED, reason=held.decision_reason)
        return held
    put_right(held, person)
    return held


def put_right(correction, person):
    """Write the facts down for the person, who is locked, in the caller's transaction."""
    if {field: facts_of(person)[field] for field in correction.changes} != correction.before:
        raise ValidationError(_("What is known of this person has changed since. Refuse this and ask anew."))
    for field, value in correction.changes.items():
        setattr(person, field, as_field(field, value))
    person.save(update_fields=[*correction.changes])
    notices.tell(person=person, kind=kinds.CORRECTION_APPROVED)
    signals.details_corrected.send(Correction, person=person, fields=[*correction.changes])


@transaction.atomic
def withdraw(*, correction, by):
    """Whoever asked takes it back. Raises: ValidationError as `four_eyes.decide` does."""
    held = four_eyes.decide(correction, state=State.WITHDRAWN, by=by)
    audit.record("correction:withdrawn", subject=held, by=by)
    return held
