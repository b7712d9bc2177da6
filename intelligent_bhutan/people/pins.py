"""Picture PINs and number PINs. Pure: the key comes in as an argument.

A picture PIN is four of twelve pictures in order, a number PIN six digits. Limits on trying, not slow hashing, protect
so few choices.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from itertools import pairwise
from random import Random

PICTURES = (
    "yak", "dzong", "chilli", "flag", "lamp", "cypress", "mountain", "river", "target", "poppy", "maize", "moon",
)  # fmt: skip
PICTURE, NUMBER = "picture", "number"
LENGTHS = {PICTURE: 4, NUMBER: 6}


def new(kind: str) -> list[str]:
    """A random PIN; a number that is too easy is never made."""
    while True:
        symbols = PICTURES if kind == PICTURE else "0123456789"
        pin = [secrets.choice(symbols) for _ in range(LENGTHS[kind])]
        if is_good(kind, pin):
            return pin


def is_good(kind: str, symbols: Sequence[str]) -> bool:
    """Whether this may be a PIN: the right length and signs, and none of those that everybody tries first."""
    known = set(PICTURES) if kind == PICTURE else set("0123456789")
    if len(symbols) != LENGTHS[kind] or not set(symbols) <= known:
        return False
    if len(set(symbols)) < 2:
        return False
    return kind == PICTURE or not is_row(symbols)


def is_row(digits: Sequence[str]) -> bool:
    """Whether the digits only count up or down: 123456, 987654."""
    steps = {int(after) - int(before) for before, after in pairwise(digits)}
    return steps in ({1}, {-1})


def digest(person: str, kind: str, symbols: Sequence[str], key: str) -> bytes:
    """HMAC-SHA256 over the person, the kind and the signs: 32 bytes, useless without the key."""
    text = f"pin:{person}:{kind}:{','.join(symbols)}"
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()


def decoy(place: str, key: str) -> str:
    """The kind of PIN that is asked for where there is none: the same for one place, either as often."""
    return (PICTURE, NUMBER)[hmac.new(key.encode(), f"decoy:{place}".encode(), hashlib.sha256).digest()[0] % 2]


def layout(person: str, key: str) -> list[str]:
    """The pictures in the person's own order, the same at every sign-in, so that the hand learns the way."""
    seed = hmac.new(key.encode(), f"layout:{person}".encode(), hashlib.sha256).hexdigest()
    return Random(seed).sample(PICTURES, len(PICTURES))  # noqa: S311 an order to recognise, no secret
