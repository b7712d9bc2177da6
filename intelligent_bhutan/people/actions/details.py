"""What people change about themselves."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, notices
from intelligent_bhutan.people.models import Code, User
from intelligent_bhutan.people.notices import recovering as kinds
from intelligent_bhutan.people.queries.finding import with_proven_phone

STANDING = ("full_name", "full_name_dz", "date_of_birth", "gewog_id")
OTHERS = ("gender", "audience", "disability", "language", "spoken_language", "phone")


@transaction.atomic
def change(*, person, answers, has_passed, by):
    """Keep the answers, which are fields of `User` by name. Returns the names of those that changed.

    What was counted before stays as it was counted. The audit line names the fields, never what stood in them.
    Raises: ValidationError for another name, birth date or gewog once the person has passed, which `correcting` is
    for, and for a phone that somebody else has proven to be theirs.
    """
    held = User.objects.select_for_update().get(pk=person.pk)
    changed = [field for field in (*STANDING, *OTHERS) if field in answers and getattr(held, field) != answers[field]]
    if has_passed and set(changed) & set(STANDING):
        raise ValidationError(_("You have passed under this name, birth date and gewog. Ask for a correction instead."))
    if "phone" in changed and with_proven_phone(answers["phone"]):
        raise ValidationError({"phone": _("Another account has this phone number. Use another one.")})
    for field in changed:
        setattr(held, field, answers[field])
    if "phone" in changed:
        has_new_phone(held)
    if changed:
        held.save(update_fields=[*changed, "phone_verified"])
        audit.record("person:changed", subject=held, by=by, reason=" ".join(changed))
    return changed


@transaction.atomic
def claim_phone(*, person, phone, by):
    """The person says that this is their phone; the code that goes to it will show, whoever had the number before."""
    held = User.objects.select_for_update().get(pk=person.pk)
    if held.phone != phone:
        held.phone = phone
        has_new_phone(held)
        held.save(update_fields=["phone", "phone_verified"])
        audit.record("person:changed", subject=held, by=by, reason="phone")
    return held


def has_new_phone(person):
    """What follows from another number, in the caller's transaction: it is not proven, and the person is told."""
    person.phone_verified = False
    person.codes.filter(purpose=Code.Purpose.PHONE, used_at=None).delete()  # they went to the old number
    notices.tell(person=person, kind=kinds.PHONE_CHANGED, at=timezone.now())
