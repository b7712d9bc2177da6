"""A citizenship number: claimed by anyone, proven by the card before an invigilator."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan import audit, sealing
from intelligent_bhutan.dzongkha import to_ascii_digits
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.people.actions.registering import digest_of, digests_of
from intelligent_bhutan.people.models import IdentityNumber

TAKEN = gettext_lazy("This number belongs to somebody else who was checked before. Call the officer.")


@transaction.atomic
def claim(*, person, number, by):
    """The person says that this is their number; it neither counts nor blocks anybody until it is checked.

    Raises: ValidationError for what is no eleven digits, and when the person's number was checked already.
    """
    number = to_ascii_digits(number)
    if len(number) != 11 or not (number.isascii() and number.isdecimal()):
        raise ValidationError(_("An identity number has eleven digits. Look at the card."))
    held = IdentityNumber.objects.select_for_update().filter(person=person).first()
    if held is not None and held.checked_at is not None:
        raise ValidationError(_("This person's number was checked already."))
    values = {"digest": digest_of(number), "ciphertext": sealing.encrypt(number, *ring("IDENTITY_KEY"))}
    held, _new = IdentityNumber.objects.update_or_create(person=person, defaults=values)
    audit.record("identity_number:claimed", subject=person, by=by)
    return held


@transaction.atomic
def see_card(*, person, number, by):
    """The invigilator read this number off the card: from now on it is the person's checked one, whatever was claimed.

    Raises: ValidationError for what is no eleven digits, when another number was checked for this person before, and
    when the same number was checked for somebody else.
    """
    held = IdentityNumber.objects.select_for_update().filter(person=person, checked_at__isnull=False).first()
    if held is None:
        claim(person=person, number=number, by=by)
        return check(person=person, by=by)
    if bytes(held.digest) not in digests_of(number):
        raise ValidationError(_("Another number was checked for this person before. Call the officer."))
    return held


@transaction.atomic
def check(*, person, by):
    """Somebody has compared the claimed number with the card.

    Raises: ValidationError when the same number was checked for somebody else, and for one's own number.
    """
    if by is not None and by.pk == person.pk:
        raise ValidationError(_("You cannot check your own number. Show the card to somebody else."))
    held = IdentityNumber.objects.select_for_update().get(person=person)
    if held.checked_at is not None:
        return held
    refuse_taken(held)
    held.checked_at, held.checked_by = timezone.now(), by
    try:
        with transaction.atomic():
            held.save(update_fields=["checked_at", "checked_by"])
    except IntegrityError:
        raise ValidationError(TAKEN) from None
    audit.record("identity_number:checked", subject=person, by=by)
    return held


def refuse_taken(held):
    """While the key is being changed the same number may stand under two digests, which the database cannot compare."""
    if len(ring("IDENTITY_KEY")) > 1:
        digests = digests_of(sealing.decrypt(held.ciphertext, *ring("IDENTITY_KEY")))
        if IdentityNumber.objects.exclude(pk=held.pk).filter(digest__in=digests, checked_at__isnull=False).exists():
            raise ValidationError(TAKEN)
