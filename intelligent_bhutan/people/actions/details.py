"""What people change about themselves."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from intelligent_bhutan.people.models import User

NAMES = ("full_name", "full_name_dz")
OTHERS = ("gender", "audience", "disability", "gewog_id", "language", "spoken_language", "phone")


@transaction.atomic
def change(*, person, answers, name_is_printed, by):
    """Keep the answers, which are fields of `User` by name. Returns the names of those that changed.

    What was counted before stays as it was counted. The audit line names the fields, never what stood in them.
    Raises: ValidationError for another name once a certificate bears the old one, and for somebody else's phone.
    """
    held = User.objects.select_for_update().get(pk=person.pk)
    changed = [field for field in (*NAMES, *OTHERS) if field in answers and getattr(held, field) != answers[field]]
    if name_is_printed and set(changed) & set(NAMES):
        raise ValidationError({"full_name": _("Your certificate bears this name. Ask an officer if it is wrong.")})
    for field in changed:
        setattr(held, field, answers[field])
    if "phone" in changed:
        held.phone_verified = False
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
