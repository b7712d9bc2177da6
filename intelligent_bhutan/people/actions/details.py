"""What people change about themselves."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, notices
from intelligent_bhutan.people.models import Code, User
from intelligent_bhutan.people.notices import recovering as kinds

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
    for field in changed:
        setattr(held, field, answers[field])
    if "phone" in changed:
        held.phone_verified = False
        held.codes.filter(purpose=Code.Purpose.PHONE, used_at=None).delete()  # they went to the old number
        notices.tell(person=held, kind=kinds.PHONE_CHANGED, at=timezone.now())
    if changed:
        save(held, [*changed, "phone_verified"])
        audit.record("person:changed", subject=held, by=by, reason=" ".join(changed))
    return changed


def save(person, fields):
    """Save these fields, in words where the phone is somebody else's."""
    try:
        with transaction.atomic():
            person.save(update_fields=fields)
    except IntegrityError:
        raise ValidationError({"phone": _("Another account has this phone number. Use another one.")}) from None
