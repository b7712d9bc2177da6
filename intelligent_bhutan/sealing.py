"""Keyed digests and ciphertext. Pure: the keys are arguments."""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

__all__ = ["InvalidToken", "box", "decrypt", "digest", "encrypt"]


def digest(purpose: str, text: str, key: str) -> bytes:
    """HMAC-SHA256 of the text for one purpose: 32 bytes, the same for the same text, useless without the key."""
    return hmac.new(key.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).digest()


@lru_cache(maxsize=32)
def box(*keys: str) -> MultiFernet:
    """An AEAD box that closes under the first of these keys and opens under any of them."""
    derived = (hashlib.sha256(b"box:" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def encrypt(text: str, *keys: str) -> bytes:
    """Ciphertext that only the holder of the first key can read or forge."""
    return box(*keys).encrypt(text.encode())


def decrypt(ciphertext: bytes, *keys: str, within: int | None = None) -> str:
    """The text again. Raises InvalidToken when forged, under none of the keys, or older than `within` seconds."""
    return box(*keys).decrypt(bytes(ciphertext), ttl=within).decode()
