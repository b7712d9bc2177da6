"""The arithmetic of the audit chain: SHA-256 over each entry and the link before it, HMAC-SHA256 over the head."""

import hashlib
import hmac
import json

GENESIS = bytes(32)


def digest(previous: bytes, fields: list) -> bytes:
    """The link's hash: 32 bytes that change when any field, or anything before it, changes."""
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(previous + text.encode()).digest()


def sign(position: int, head: bytes, key: str) -> bytes:
    """The head's signature; only who holds the key can make one."""
    return hmac.new(key.encode(), f"audit-head:{position}:".encode() + head, hashlib.sha256).digest()


def is_signed(position: int, head: bytes, signature: bytes, key: str) -> bool:
    """Whether the signature was made with this key over this head."""
    return hmac.compare_digest(sign(position, head, key), signature)
