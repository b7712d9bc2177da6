"""The codes of a certificate: the short one that people type, and the secret in its picture code.

Pure: knows nothing of Django, of requests or of where the key is kept.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from intelligent_bhutan import typed_codes

LENGTH = 12


def new_code() -> str:
    """A random code of 12 characters, nearly 55 bits of it random, the last one a check character."""
    return typed_codes.new(LENGTH)


def tidy(text: str) -> str | None:
    """What a person typed as the code that was printed, or None when no certificate can carry it."""
    return typed_codes.tidy(text, LENGTH)


def secret(code: str, key: bytes) -> str:
    """The second secret of a certificate, which only its picture code carries: 22 characters, safe in an address.

    The first 16 bytes of HMAC-SHA-256 over the code, so it needs no column and cannot be worked out without the key.
    """
    digest = hmac.new(key, b"qr:" + code.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def secret_matches(code: str, candidate: str, key: bytes) -> bool:
    """Whether the candidate is the code's second secret; takes the same time however much of it is right."""
    return hmac.compare_digest(secret(code, key).encode(), candidate.encode("utf-8", "replace"))
