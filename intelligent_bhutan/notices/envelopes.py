"""Words that nobody may read on their way: sealed for some minutes. Pure: the key is an argument."""

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


@lru_cache(maxsize=4)
def box(key: str) -> Fernet:
    """An AEAD box under a key derived from this one, for nothing but envelopes."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"notices.envelope:" + key.encode()).digest()))


def seal(key: str, **what: str) -> bytes:
    """An envelope that only the holder of the key opens."""
    return box(key).encrypt(json.dumps(what).encode())


def unseal(keys: Iterable[str], envelope: bytes, *, within: int) -> dict[str, str] | None:
    """What is in it, or None where it is older than `within` seconds or was sealed under none of the keys."""
    try:
        return json.loads(MultiFernet(map(box, keys)).decrypt(bytes(envelope), ttl=within))
    except InvalidToken:
        return None
