"""Awarding, issuing, printing and revoking: each may be called again without doing anything twice."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, notices, outbox
from intelligent_bhutan.certificates import codes, queries, rendering, shelf, signals
from intelligent_bhutan.certificates.models import Achievement, Award, SerialCounter
from intelligent_bhutan.certificates.notices import ISSUED, REVOKED
from intelligent_bhutan.keyring import fingerprint_in_use
from intelligent_bhutan.notices.kinds import both
from intelligent_bhutan.outbox.actions import retry as retry_message
from intelligent_bhutan.people.models import User
from intelligent_bhutan.people.notices.recovering import CERTIFICATE_REISSUED


def achievement(*, slug, version, title, title_dz="", statement, statement_dz=""):
    """The achievement in this version, made where it is new; a version that exists stays as it was printed."""
    words = {"title_en": title, "title_dz": title_dz, "statement_en": statement, "statement_dz": statement_dz}
    return Achievement.objects.get_or_create(slug=slug, version=version, defaults=words)[0]


@transaction.atomic
def award(*, citizen, achievement, evidence, awarded_at=None, replaces=None, by=None):
    """Give the citizen the achievement and promise the certificate; a second call returns the live award.

    `evidence` is what was tested and when: a list of {"key", "en", "dz", "on"}. Issuing follows through the outbox.
    Raises: ValidationError when what it replaces is another person's, still holds, or was replaced before.
    """
    new = Award(
        citizen=citizen,
        achievement=achievement,
        evidence=evidence,
        awarded_at=awarded_at or timezone.now(),
        replaces=replaces,
        is_demonstration=citizen.is_demonstration,
    )
    refuse_false_replacement(new)
    Award.objects.bulk_create([new], ignore_conflicts=True)
    given = Award.objects.live().select_for_update().filter(citizen=citizen, achievement=achievement).first()
    if given is None:
        raise ValidationError(_("The certificate was changed by somebody else at this moment. Try once more."))
    if given.public_id == new.public_id:
        audit.record("award:given", subject=given, by=by)
    if given.issued_at is None:
        outbox.post("certificates.issue", key=str(given.pk), award=given.pk)
    return given


def refuse_false_replacement(new):
    """Only a revoked certificate of the same person can be replaced, and only once."""
    old = new.replaces
    if old is None:
        return
    if old.citizen_id != new.citizen_id:
        raise ValidationError(_("A certificate can only replace one of the same person."))
    if old.revoked_at is None:
        raise ValidationError(_("Revoke the certificate before you replace it."))
    later = Award.objects.filter(replaces=old).exclude(achievement=new.achievement, revoked_at__isnull=True)
    if later.exists():
        raise ValidationError(_("This certificate was replaced before."))


@transaction.atomic
def issue(*, award):
    """Number the certificate of the award with this primary key, once, and tell its holder; the PDF follows later.

    The serial number is given under the lock of its year's counter in this transaction: none is lost or doubled.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(awards=award)  # their name may change at this moment
    held = Award.objects.select_for_update(of=("self",)).select_related("citizen", "achievement").get(pk=award)
    if held.issued_at is not None or held.revoked_at is not None or held.erased_at is not None:
        return held
    held.issued_at = timezone.now()
    held.serial_year = timezone.localtime(held.issued_at).year
    held.serial_number = next_serial(held.serial_year)
    held.code, held.key_id = codes.new_code(), fingerprint_in_use("CERTIFICATE_KEY")
    held.printed_name, held.printed_name_dz = held.citizen.full_name, held.citizen.full_name_dz
    held.save()
    outbox.post("certificates.print", key=str(held.pk), award=held.pk)
    audit.record("certificate:issued", subject=held, by=None)
    title = both(held.achievement, "title")
    notices.tell(person=held.citizen, kind=ISSUED, award=held.public_id, serial=held.serial, title=title)
    signals.award_issued.send(Award, award=held)
    return held


def next_serial(year):
    """The next number of the year, under the lock that keeps others from the same one until the transaction ends."""
    SerialCounter.objects.bulk_create([SerialCounter(year=year)], ignore_conflicts=True)
    counter = SerialCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def make_pdf(*, award):
    """Make and keep the PDF of an issued certificate; made again, it has the same bytes and the same name."""
    held = Award.objects.select_related("achievement", "replaces").get(pk=award)
    if held.issued_at is None or held.erased_at is not None:
        return held
    pdf = rendering.render(queries.face_of(held), fonts=queries.fonts())
    name = shelf.put(queries.folder(), pdf)
    if not Award.objects.filter(pk=held.pk, erased_at=None).update(pdf_sha256=name):
        shelf.discard(queries.folder(), name)  # erased while it was being made
    held.pdf_sha256 = name
    return held


@transaction.atomic
def reissue(*, person):
    """Replace each certificate that holds and bears another name than its person does now; `person` is a primary key.

    Run twice it finds nothing more to do. One that is being issued at this moment is waited for: whichever comes
    first, the last one bears the right name. Returns the new awards.
    """
    citizen = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person)
    held = Award.objects.live().issued().select_for_update(of=("self",)).filter(citizen=citizen).order_by("pk")
    bearing = held.exclude(printed_name=citizen.full_name, printed_name_dz=citizen.full_name_dz)
    return [replace(one) for one in bearing.select_related("citizen", "achievement")]


def replace(old):
    """The award in place of this one, in the caller's transaction: for the same achievement, under a new number."""
    old.revoked_at, old.revoked_reason = timezone.now(), Award.Reason.REPLACED
    old.save(update_fields=["revoked_at", "revoked_reason"])
    audit.record("certificate:replaced", subject=old, by=None)
    new = award(
        citizen=old.citizen,
        achievement=old.achievement,
        evidence=old.evidence,
        awarded_at=old.awarded_at,
        replaces=old,
    )
    notices.tell(person=old.citizen, kind=CERTIFICATE_REISSUED, serial=old.serial)
    signals.award_replaced.send(Award, award=new, replaced=old)
    return new


@transaction.atomic
def try_again(*, award, by):
    """Bring back to life what was given up of this award's certificate. Returns how many messages that were."""
    given_up = queries.given_up(award)
    for message in given_up:
        retry_message(message=message, by=by)
    if given_up:
        audit.record("certificate:retried", subject=award, by=by)
    return len(given_up)


@transaction.atomic
def revoke(*, award, reason, remark="", by):
    """Take the certificate back for good; `reason` is an `Award.Reason`. A second call changes nothing.

    The public sees the reason. The remark (a letter's number) goes with the person's data, so no record has it.
    The holder is told, and whoever counts on it hears `award_revoked`. Raises: ValidationError when the reason is not
    one of the list, of which replacing is none: `reissue` does that.
    """
    held = Award.objects.select_for_update(of=("self",)).select_related("citizen").get(pk=award.pk)
    if held.revoked_at is not None:
        return held
    if reason not in Award.Reason.values or reason == Award.Reason.REPLACED:
        raise ValidationError(_("Choose a reason from the list."))
    held.revoked_at, held.revoked_reason, held.revoked_remark = timezone.now(), reason, remark
    held.save(update_fields=["revoked_at", "revoked_reason", "revoked_remark"])
    audit.record("certificate:revoked", subject=held, by=by, reason=reason)
    if held.serial:
        notices.tell(person=held.citizen, kind=REVOKED, award=held.public_id, serial=held.serial, reason=reason)
    signals.award_revoked.send(Award, award=held)
    return held


@transaction.atomic
def restore(*, award, by):
    """A certificate that was revoked as a double of another holds again: the two records were two people after all.

    Raises: ValidationError for one that was revoked for another reason.
    """
    held = Award.objects.select_for_update().get(pk=award.pk)
    if held.revoked_at is None:
        return held
    if held.revoked_reason != Award.Reason.DUPLICATE:
        raise ValidationError(_("Only a certificate that was taken for a double can be made valid again."))
    held.revoked_at, held.revoked_reason, held.revoked_remark = None, "", ""
    held.save(update_fields=["revoked_at", "revoked_reason", "revoked_remark"])
    audit.record("certificate:restored", subject=held, by=by)
    return held


def erase_all(*, citizen):
    """The person had their data erased: no name, no facts, no PDF; the award stays as a number. In the caller's
    transaction; safe to repeat. What carries the PDF away is posted to the outbox, so that no crash leaves it behind.
    """
    for held in Award.objects.select_for_update().filter(citizen=citizen, erased_at=None).order_by("pk"):
        if held.pdf_sha256:
            outbox.post("certificates.discard", key=held.pdf_sha256, name=held.pdf_sha256)
        held.erased_at, held.evidence = timezone.now(), []
        wiped = ("printed_name", "printed_name_dz", "pdf_sha256", "revoked_remark")
        for field in wiped:
            setattr(held, field, "")
        held.save(update_fields=["erased_at", "evidence", *wiped])
        audit.record("certificate:erased", subject=held, by=None)


def discard_pdf(*, name):
    """Remove a PDF that no certificate bears any more."""
    if not Award.objects.filter(pdf_sha256=name).exists():
        shelf.discard(queries.folder(), name)
