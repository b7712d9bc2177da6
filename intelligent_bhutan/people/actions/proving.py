"""Somebody who is signed in proves once more who they are, with what they sign in with, before something grave."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intelligent_bhutan.people.actions import limits
from intelligent_bhutan.people.actions.pins import check_pin


def prove(*, person, password="", symbols=()):
    """Take a try, then look: at the password where the person has one, else at the PIN. Outside any transaction.

    Raises: ValidationError for a wrong one, and during the pause after too many.
    """
    key = limits.of_person(person)
    if not limits.take(key):
        raise ValidationError(_("Too many tries. Wait some minutes, then try again."))
    if person.has_usable_password():
        right = person.check_password(password)
    else:
        right = check_pin(pin=getattr(person, "pin", None), symbols=list(symbols))
    if not right:
        raise ValidationError(_("That was not right. Try again."))
    limits.forget(key)
