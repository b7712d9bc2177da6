"""Keyed digests and ciphertext. Pure: the keys are arguments."""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet


def digest(purpose: str, text: str, key: str) -> bytes:
    """HMAC-SHA256 of the text for one purpose: 32 bytes, the same for the same text, useless without the key."""
    return hmac.new(key.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).digest()


@lru_cache(maxsize=8)
def box(key: str) -> Fernet:
    """An AEAD box under a key derived from this one."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"box:" + key.encode()).digest()))


def encrypt(text: str, key: str) -> bytes:
    """Ciphertext that only the holder of the key can read or forge."""
    return box(key).encrypt(text.encode())


def decrypt(ciphertext: bytes, key: str) -> str:
    """The text again. Raises cryptography.fernet.InvalidToken when forged or under another key."""
    return box(key).decrypt(bytes(ciphertext)).decode()
