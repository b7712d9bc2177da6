"""Awarding, issuing, printing and revoking: each may be called again without doing anything twice."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, outbox
from intelligent_bhutan.certificates import codes, queries, rendering, signals
from intelligent_bhutan.certificates.models import Achievement, Award, SerialCounter


def achievement(*, slug, version, title, title_dz="", statement, statement_dz=""):
    """The achievement in this version, made where it is new; a version that exists stays as it was printed."""
    words = {"title_en": title, "title_dz": title_dz, "statement_en": statement, "statement_dz": statement_dz}
    return Achievement.objects.get_or_create(slug=slug, version=version, defaults=words)[0]


@transaction.atomic
def award(*, citizen, achievement, evidence, awarded_at=None, replaces=None, by=None):
    """Give the citizen the achievement and promise the certificate; a second call returns the live award.

    `evidence` is what was tested and when: a list of {"key", "en", "dz", "on"}. Issuing follows through the outbox.
    """
    Award.objects.bulk_create(
        [
            Award(
                citizen=citizen,
                achievement=achievement,
                evidence=evidence,
                awarded_at=awarded_at or timezone.now(),
                replaces=replaces,
                is_demonstration=citizen.is_demonstration,
            )
        ],
        ignore_conflicts=True,
    )
    given = Award.objects.live().select_for_update().get(citizen=citizen, achievement=achievement)
    if given.issued_at is None:
        outbox.post("certificates.issue", key=str(given.pk), award=given.pk)
        audit.record("award:given", subject=given, by=by)
    return given


@transaction.atomic
def issue(*, award):
    """Number the award's certificate, once; its PDF follows in a queue of its own. `award` is a primary key.

    The serial number is given under the lock of its year's counter in this transaction: none is lost or doubled.
    """
    held = Award.objects.select_for_update().select_related("citizen").get(pk=award)
    if held.issued_at is not None or held.revoked_at is not None:
        return held
    held.issued_at = timezone.now()
    held.serial_year = timezone.localtime(held.issued_at).year
    held.serial_number = next_serial(held.serial_year)
    held.code = codes.new_code()
    held.printed_name, held.printed_name_dz = held.citizen.full_name, held.citizen.full_name_dz
    held.save()
    outbox.post("certificates.print", key=str(held.pk), award=held.pk)
    audit.record("certificate:issued", subject=held, by=None)
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
    if held.issued_at is None:
        return held
    pdf = rendering.render(queries.face_of(held), fonts=queries.fonts())
    name = hashlib.sha256(pdf).hexdigest()
    path = queries.pdf_path(name)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(pdf))
    Award.objects.filter(pk=held.pk).update(pdf_sha256=name)
    held.pdf_sha256 = name
    return held


@transaction.atomic
def revoke(*, award, reason, by):
    """Take the certificate back for good; `reason` is an `Award.Reason`. A second call changes nothing.

    Whoever counts on it hears `award_revoked`. Raises: ValidationError when the reason is not one of the list.
    """
    held = Award.objects.select_for_update().get(pk=award.pk)
    if held.revoked_at is not None:
        return held
    if reason not in Award.Reason.values:
        raise ValidationError(_("Choose a reason from the list."))
    held.revoked_at, held.revoked_reason = timezone.now(), reason
    held.save(update_fields=["revoked_at", "revoked_reason"])
    audit.record("certificate:revoked", subject=held, by=by, reason=reason)
    signals.award_revoked.send(Award, award=held)
    return held
