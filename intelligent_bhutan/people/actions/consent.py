"""What people are told, agreeing to it, and taking that back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, notices
from intelligent_bhutan.people.models import Consent, ConsentNotice, User
from intelligent_bhutan.people.notices.ownership import CONSENT_WITHDRAWN
from intelligent_bhutan.people.queries.consent import is_child
from intelligent_bhutan.people.signals import consent_withdrawn

Basis, Purpose = Consent.Basis, ConsentNotice.Purpose


@transaction.atomic
def give(*, person, notice, guardian_name="", guardian_relation="", by):
    """The person agrees, or a guardian does for a child on the spot; a second time returns the consent that lives.

    Raises: ValidationError for a notice that is not in force any more, and for a child without a guardian's name.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if there := person.consents.living().filter(notice=notice).first():
        return there
    if notice != ConsentNotice.objects.in_force(notice.purpose).first():
        raise ValidationError(_("There is a newer text. Read it and agree again."))
    guardian = {"guardian_name": " ".join(guardian_name.split()), "guardian_relation": guardian_relation}
    if is_child(person):
        refuse_nobody(**guardian)
        given = Consent.objects.create(person=person, notice=notice, basis=Basis.GUARDIAN, given_by=by, **guardian)
    else:
        given = Consent.objects.create(person=person, notice=notice, basis=Basis.SELF, given_by=by)
    audit.record("consent:given", subject=given, by=by, reason=notice.version)
    return given


def refuse_nobody(guardian_name, guardian_relation):
    """Raises ValidationError where no guardian is named."""
    if not guardian_name:
        raise ValidationError({"guardian_name": _("Under 18 a parent or guardian must agree. Write their name.")})
    if guardian_relation not in Consent.Relation.values:
        raise ValidationError({"guardian_relation": _("Choose who they are to you.")})


def record_many(*, entries, notice, by):
    """Keep that these (person, basis) agreed, as their coordinator says, in the caller's transaction and audit line.

    Who agreed to the notice before stays as they are. Raises: ValidationError for a child that would agree alone.
    """
    if any(basis == Basis.SELF and is_child(person) for person, basis in entries):
        raise ValidationError(_("Under 18 a guardian or the school must agree."))
    made = [Consent(person=person, notice=notice, basis=basis, given_by=by) for person, basis in entries]
    Consent.objects.bulk_create(made, batch_size=1_000, ignore_conflicts=True)


@transaction.atomic
def publish(*, purpose, words, in_force_from, by):
    """A new version of what people are told before they agree, from that day on; `words` are its fields by name.

    Where they concern learning everybody is asked again after that day, see `queries.consent.due_for`; so a typing
    mistake is no reason for a version. Raises: ValidationError for a day that is over, for words that are missing or
    too long, and for those that would hold on that day already.
    """
    if in_force_from < timezone.localdate():
        raise ValidationError(_("New words hold from today or later."))
    before = ConsentNotice.objects.in_force(purpose, in_force_from).select_for_update().first()
    if before and all(getattr(before, name) == text for name, text in words.items()):
        raise ValidationError(_("These words hold on that day already."))
    made = ConsentNotice(purpose=purpose, version=next_version(purpose, in_force_from.year), **words)
    made.in_force_from = in_force_from
    made.full_clean()
    made.save()
    audit.record("notice:published", subject=made, by=by, reason=made.version)
    return made


def next_version(purpose, year):
    """Such as 2027-1: the year and the next number in it."""
    given = ConsentNotice.objects.filter(purpose=purpose, version__regex=rf"^{year}-[0-9]+$")
    numbers = [int(version.partition("-")[2]) for version in given.values_list("version", flat=True)]
    return f"{year}-{max(numbers, default=0) + 1}"


@transaction.atomic
def withdraw(*, person, purpose, by):
    """The person, or a guardian, takes back what was agreed to for this purpose; returns how many consents that were.

    Learning: classes are left and nothing new is kept, see `reactions.py`; certificates stay. Messages: the phone
    number is removed. Withdrawing again changes nothing.
    """
    held = User.objects.select_for_update().get(pk=person.pk)
    living = list(held.consents.living().filter(notice__purpose=purpose).select_for_update(of=("self",)))
    if not living:
        return 0
    now = timezone.now()
    Consent.objects.filter(pk__in=[one.pk for one in living]).update(withdrawn_at=now, withdrawn_by=by)
    for one in living:
        audit.record("consent:withdrawn", subject=one, by=by)
    if purpose == Purpose.MESSAGES and held.phone:
        held.phone, held.phone_verified = None, False
        held.save(update_fields=["phone", "phone_verified"])
        audit.record("person:changed", subject=held, by=by, reason="phone phone_verified")
    notices.tell(person=held, kind=CONSENT_WITHDRAWN, purpose=purpose, day=timezone.localdate(now))
    consent_withdrawn.send(Consent, person=held, purpose=purpose)
    return len(living)
