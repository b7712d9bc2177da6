"""Making people who do not sign up themselves."""

import secrets

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from intelligent_bhutan import sealing
from intelligent_bhutan.dzongkha import to_ascii_digits
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.people.models import IdentityNumber, User

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 10
PURPOSE = "identity"


def new_username():
    """A user name that tells nothing of its owner: a letter and ten random signs, some 49 bits."""
    return "p" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def digest_of(number):
    """The keyed digest by which a citizenship number is found again, whichever digits it came in: 32 bytes."""
    return digests_of(number)[0]


def digests_of(number):
    """Every digest under which the number may stand: under the key in use first, then under the ones before it."""
    return [sealing.digest(PURPOSE, to_ascii_digits(number), key) for key in ring("IDENTITY_KEY")]


@transaction.atomic
def register_many(*, people, numbers, by):
    """Save these new people, without passwords; a citizenship number becomes an unchecked claim. Returns the people.

    `numbers` stand in the order of `people`, an empty text for none. The caller leaves the audit line of the whole.
    """
    for person in people:
        person.username = person.username or new_username()
        # as Django marks it; its own way of drawing the random signs takes long for a hundred thousand people
        person.password = UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)
    made = User.objects.bulk_create(people, batch_size=1_000)
    IdentityNumber.objects.bulk_create(
        [
            IdentityNumber(
                person=person,
                digest=digest_of(number),
                ciphertext=sealing.encrypt(number, *ring("IDENTITY_KEY")),
            )
            for person, number in zip(made, numbers, strict=True)
            if number
        ],
        batch_size=1_000,
    )
    return made
