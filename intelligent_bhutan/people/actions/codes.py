"""One-time codes: six digits, ten minutes, five tries, one use; sent by the outbox, never kept in clear.

Trying a code must not stand in a transaction that may roll back: a try that is forgotten is one more.
"""

import hmac
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from intelligent_bhutan import audit, notices, outbox, sealing, typed_codes
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.people.actions import limits
from intelligent_bhutan.people.models import Code, Pin, User
from intelligent_bhutan.people.notices import recovering as kinds

LIFETIME = timedelta(minutes=10)
TRIES = 5
DIGITS = 6
SPENT = gettext_lazy("This code does not work any more. Ask for a new one.")
Purpose = Code.Purpose


@transaction.atomic
def send(*, purpose, person, way, at=None):
    """A new code on its way to the person, or to nobody where `person` is None; an older one stops working.

    The outbox carries the digits as ciphertext alone. Returns the code, by whose public id it is tried.
    """
    at, digits = at or timezone.now(), typed_codes.new_digits(DIGITS)
    if person is not None:
        Code.objects.filter(person=person, purpose=purpose, used_at=None).update(used_at=at)
    code = Code(purpose=purpose, person=person, way=way, expires_at=at + LIFETIME)
    code.digest = digest_of(code, digits)
    code.save()
    outbox.post("people.send_code", code=code.pk, sealed=sealing.encrypt(digits, *ring("PIN_KEY")).decode())
    audit.record("code:asked", subject=code, by=None)
    return code


def digest_of(code, digits):
    """What is kept of the digits: useless without the key, and for no other code."""
    return sealing.digest(f"code:{code.public_id}", digits, ring("PIN_KEY")[0])


def confirm(*, public_id, purpose, digits, at=None):
    """Take one of the code's tries; whether the digits are right. The code of nobody is never right.

    Raises: ValidationError when it was used, has run out, or was tried too often.
    """
    at = at or timezone.now()
    alive = Code.objects.filter(public_id=public_id, purpose=purpose, used_at=None, expires_at__gt=at)
    if not alive.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        raise ValidationError(SPENT)
    code = Code.objects.get(public_id=public_id)
    right = hmac.compare_digest(digest_of(code, digits), bytes(code.digest)) and code.person_id is not None
    if right:
        alive.filter(confirmed_at=None).update(confirmed_at=at, expires_at=at + LIFETIME)
    return right


def use(public_id, purpose, at):
    """The confirmed code, locked and used up in the caller's transaction; of two who use it the second is refused."""
    alive = Code.objects.select_for_update(of=("self",)).filter(public_id=public_id, purpose=purpose, used_at=None)
    code = alive.filter(person__is_active=True).first()
    if code is None or code.confirmed_at is None or code.expires_at <= at:
        raise ValidationError(SPENT)
    code.used_at = at
    code.save(update_fields=["used_at"])
    return code


@transaction.atomic
def reset_password(*, public_id, password, at=None):
    """A new password for whoever confirmed the code. Everybody who was signed in as them is signed out.

    A second factor stays. Raises: ValidationError for a poor password, and for a code that does not work any more.
    """
    at = at or timezone.now()
    code = use(public_id, Purpose.PASSWORD, at)
    person = User.objects.select_for_update().get(pk=code.person_id)
    give_password(person, password)
    audit.record("password:reset", subject=person, by=person)
    notices.tell(person=person, kind=kinds.PASSWORD_CHANGED, at=at)
    return person


def give_password(person, password):
    """Keep this password, in place of any PIN, in the caller's transaction. Raises: ValidationError for a poor one."""
    try:
        validate_password(password, person)
    except ValidationError as refusal:
        raise ValidationError({"password": refusal.messages}) from None
    person.set_password(password)  # sessions hang on it
    person.save(update_fields=["password"])
    Pin.objects.filter(person=person).delete()
    limits.forget(limits.of_person(person), *map(limits.of_login, filter(None, names_of(person))))


def names_of(person):
    """What the person may write to say who they are."""
    return (person.username, person.email, person.phone)


@transaction.atomic
def verify_phone(*, person, public_id, at=None):
    """The person typed the code that was sent to their phone: it is theirs, and stands on no other account.

    Raises: ValidationError when the code does not work any more, and where the number was removed meanwhile.
    """
    alike = Q(pk=person.pk) | Q(phone__isnull=False, phone__in=User.objects.filter(pk=person.pk).values("phone"))
    holders = list(User.objects.select_for_update().filter(alike).order_by("pk"))  # in one order, for no two to wait
    held = next(one for one in holders if one.pk == person.pk)
    code = use(public_id, Purpose.PHONE, at or timezone.now())  # after the people, as who changes a phone does
    if code.person_id != person.pk or held.phone is None:
        raise ValidationError(SPENT)
    for other in holders:
        if other != held:
            other.phone, other.phone_verified = None, False
            other.save(update_fields=["phone", "phone_verified"])
            notices.tell(person=other, kind=kinds.PHONE_PROVEN_BY_ANOTHER)
    held.phone_verified = True
    held.save(update_fields=["phone_verified"])
    audit.record("phone:verified", subject=held, by=held)
    return held
