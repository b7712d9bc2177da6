"""Choosing, resetting and checking PINs."""

import hmac

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from intelligent_bhutan.keyring import fingerprint_in_use, ring
from intelligent_bhutan.people import pins
from intelligent_bhutan.people.actions import limits
from intelligent_bhutan.people.models import Pin, User
from intelligent_bhutan.people.rules import may_be_given_pin


@transaction.atomic
def choose_pin(*, person, kind, symbols):
    """The person's own first PIN. Raises: ValidationError where there is one already, or this one is too easy."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if Pin.objects.filter(person=person).exists():
        raise ValidationError(_("A PIN was chosen for this roll number already. Ask your teacher for a new one."))
    return set_pin(person=person, kind=kind, symbols=symbols, by=person)


@transaction.atomic
def reset_pin(*, person, kind, by):
    """A new random PIN, returned to be shown once to the learner who stands beside; kept nowhere in the clear.

    Whoever is signed in as this person is signed out: the old PIN may have been in wrong hands.
    Raises: ValidationError for a person who has another way in, see `may_be_given_pin`.
    """
    symbols = pins.new(kind)
    set_pin(person=person, kind=kind, symbols=symbols, by=by)
    person.set_unusable_password()  # another unusable one, and sessions hang on it
    person.save(update_fields=["password"])
    return symbols


def set_pin(*, person, kind, symbols, by):
    """Keep this PIN in the caller's transaction. Raises: ValidationError for what is no PIN or may not be one here."""
    if not may_be_given_pin(person):
        raise ValidationError(_("This person signs in with a password, not with a PIN."))
    refuse_unfit(kind, symbols)
    values = under_key_in_use(person, kind, symbols) | {"kind": kind, "set_at": timezone.now()}
    pin, _new = Pin.objects.update_or_create(person=person, defaults=values)
    limits.forget(limits.of_person(person))
    audit.record("pin:set", subject=person, by=by)
    return pin


def refuse_unfit(kind, symbols):
    """Raises: ValidationError for what is no PIN or one of those that everybody tries first."""
    if kind not in pins.LENGTHS or len(symbols) != pins.LENGTHS[kind]:
        raise ValidationError(_("A PIN has four pictures or six digits."))
    if not pins.is_good(kind, symbols):
        raise ValidationError(_("This PIN is too easy. Choose another one."))


def check_pin(*, pin, symbols):
    """Whether these are the signs of the PIN, which may be None; takes the same time however many are right.

    A PIN that still stands under a key from before is kept under the one in use from now on: nobody but its owner can
    bring it over, for nobody else knows it. Take a try from `limits` first.
    """
    if pin is None:
        return False
    digests = [digest_of(pin.person, pin.kind, symbols, key) for key in ring("PIN_KEY")]
    fits = [hmac.compare_digest(digest, bytes(pin.digest)) for digest in digests]
    if any(fits) and pin.key_id != fingerprint_in_use("PIN_KEY"):
        moved = under_key_in_use(pin.person, pin.kind, symbols)
        Pin.objects.filter(pk=pin.pk, digest=bytes(pin.digest)).update(**moved)
    return any(fits)


def under_key_in_use(person, kind, symbols):
    """What is kept of the PIN, and the fingerprint of the key that it is kept under."""
    key = ring("PIN_KEY")[0]
    return {"digest": digest_of(person, kind, symbols, key), "key_id": fingerprint_in_use("PIN_KEY")}


def digest_of(person, kind, symbols, key):
    """The PIN's digest under that key."""
    return pins.digest(str(person.public_id), kind, symbols, key)
