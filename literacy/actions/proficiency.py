"""Proficiency: reached with the last confirmed pass, held where somebody resembles another, taken back at last."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from intelligent_bhutan.certificates import actions as certificates
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.certificates.queries import line_of
from intelligent_bhutan.people.models import User
from literacy import signals
from literacy.actions import standing
from literacy.models import DomainPass, Proficiency
from literacy.models.standing import Metric
from literacy.queries import doubles

ACHIEVEMENT = {
    "slug": "digital-proficiency",
    "title": "Certificate of Digital Proficiency",
    "title_dz": "གློག་ཐོག་རིག་རྩལ་ལག་ཁྱེར།",
    "statement": "has shown in a supervised examination that they use digital services with skill and safely.",
    "statement_dz": "",
}


@transaction.atomic
def reach_if_complete(*, citizen, standard, by):
    """The citizen is proficient with a confirmed, living pass in every domain of the standard; once, however asked.

    Makes the Proficiency, counts the citizen, awards the certificate and tells `proficiency_reached`. Whoever has no
    checked citizenship number and resembles somebody is held for review instead and counts only when an officer agrees.
    Returns the Proficiency or None.
    """
    compare_alone([citizen.pk])
    User.objects.select_for_update(no_key=True).get(pk=citizen.pk)
    if held := Proficiency.objects.filter(citizen=citizen, revoked_at=None).first():
        return held
    passes = DomainPass.objects.filter(citizen=citizen, standard=standard, confirmed_at__isnull=False, voided_at=None)
    if set(standard.domains.values_list("pk", flat=True)) - set(passes.values_list("domain", flat=True)):
        return None
    alike = doubles.of(citizen)
    reached = Proficiency.objects.create(
        citizen=citizen, standard=standard, reached_at=timezone.now(), held_for_review=bool(alike)
    )
    reached.resembles.set(alike)
    audit.record("proficiency:held" if alike else "proficiency:reached", subject=reached, by=by)
    return reached if alike else count(reached, by)


def compare_alone(citizens):
    """Where one of these has no checked number, nobody else is compared until this transaction ends.

    Two accounts of one person, in two sittings that are signed at the same moment, would not see each other.
    """
    if User.objects.filter(pk__in=citizens).exclude(identity_number__checked_at__isnull=False).exists():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('literacy.proficiency.compare_alone'))")


def count(reached, by):
    """Count the person, award the certificate, tell the fact; in the caller's transaction."""
    citizen, standard = reached.citizen, reached.standard
    standing.reach(citizen=citizen, metric=Metric.PROFICIENT)
    achieved = certificates.achievement(version=standard.version, **ACHIEVEMENT)
    reached.award = certificates.award(citizen=citizen, achievement=achieved, evidence=evidence(reached), by=by)
    reached.save(update_fields=["award"])
    signals.proficiency_reached.send(Proficiency, citizen=citizen, proficiency=reached)
    return reached


def evidence(reached):
    """What was tested and when, domain by domain, as the certificate prints it."""
    passes = DomainPass.objects.filter(citizen=reached.citizen, standard=reached.standard, voided_at=None)
    return [
        {
            "key": one.domain.key,
            "en": one.domain.name_en,
            "dz": one.domain.name_dz,
            "on": timezone.localdate(one.passed_at).isoformat(),
        }
        for one in passes.select_related("domain").order_by("domain__position")
    ]


@transaction.atomic
def decide(*, proficiency, is_other_person, by):
    """An officer looked at a held proficiency: another person (it counts from now on) or a double (it never does).

    Raises: ValidationError when it was decided already or is the officer's own.
    """
    held = (
        Proficiency.objects.select_for_update(of=("self",)).select_related("citizen", "standard").get(pk=proficiency.pk)
    )
    if not held.held_for_review or held.revoked_at is not None:
        raise ValidationError(_("Somebody has decided this already."))
    if held.citizen_id == by.pk:
        raise ValidationError(_("You cannot decide about yourself."))
    held.reviewed_by, held.reviewed_at, held.held_for_review = by, timezone.now(), False
    held.revoked_at = None if is_other_person else held.reviewed_at
    held.save(update_fields=["reviewed_by", "reviewed_at", "held_for_review", "revoked_at"])
    audit.record("proficiency:released" if is_other_person else "proficiency:refused", subject=held, by=by)
    return count(held, by) if is_other_person else held


@transaction.atomic
def withdraw(*, award):
    """A certificate was revoked: the person does not count any more. Safe to repeat; `award` is a primary key.

    Where a corrected one stands in its place, the person goes on counting.
    """
    line = line_of(award)
    held = Proficiency.objects.select_for_update().filter(award__in=line, revoked_at=None).first()
    if held is None or Award.objects.live().filter(pk__in=line).exists():
        return held
    held.revoked_at = timezone.now()
    held.save(update_fields=["revoked_at"])
    standing.withdraw(citizen=held.citizen, metric=Metric.PROFICIENT)
    DomainPass.objects.filter(citizen=held.citizen, standard=held.standard, voided_at=None).update(
        voided_at=held.revoked_at
    )
    audit.record("proficiency:withdrawn", subject=held, by=None)
    return held


@transaction.atomic
def follow(*, award):
    """A certificate was replaced by a corrected one: the proficiency hangs on that. Safe to repeat; a primary key."""
    line = line_of(award)
    held = Proficiency.objects.select_for_update().filter(award__in=line, revoked_at=None).first()
    latest = Award.objects.live().filter(pk__in=line).first()
    if held is not None and latest is not None and held.award_id != latest.pk:
        held.award = latest
        held.save(update_fields=["award"])
        audit.record("proficiency:follows_award", subject=held, by=None)
    return held
