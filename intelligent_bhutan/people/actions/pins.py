"""Setting, resetting and checking PINs."""

import hmac

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from intelligent_bhutan.people import pins
from intelligent_bhutan.people.actions import limits
from intelligent_bhutan.people.models import Pin


@transaction.atomic
def set_pin(*, person, kind, symbols, by):
    """Give the person this PIN. Raises: ValidationError for one of the wrong shape, or one that everybody tries."""
    if kind not in pins.LENGTHS or not pins.is_good(kind, symbols):
        raise ValidationError(_("This PIN is too easy. Choose another one."))
    values = {"kind": kind, "digest": digest_of(person, kind, symbols), "set_at": timezone.now()}
    pin, _new = Pin.objects.update_or_create(person=person, defaults=values)
    limits.forget(limits.of_person(person))
    audit.record("pin:set", subject=person, by=by)
    return pin


@transaction.atomic
def reset_pin(*, person, kind, by):
    """A new random PIN, returned to be shown once to the learner who stands beside; kept nowhere in the clear."""
    symbols = pins.new(kind)
    set_pin(person=person, kind=kind, symbols=symbols, by=by)
    return symbols


def check_pin(*, person, symbols):
    """Whether these are the person's signs; takes the same time however many are right. Count failures outside."""
    pin = Pin.objects.filter(person=person).first()
    if pin is None:
        return False
    return hmac.compare_digest(digest_of(person, pin.kind, symbols), bytes(pin.digest))


def digest_of(person, kind, symbols):
    """What is kept of the PIN."""
    return pins.digest(str(person.public_id), kind, symbols, settings.PIN_KEY)
