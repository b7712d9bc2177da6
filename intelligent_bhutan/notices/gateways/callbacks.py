"""What a provider reports of its own accord, and how its word is told from a stranger's. Pure.

    POST /notices/callbacks/sms/
        Content-Type: application/json
        X-Timestamp: 1796123456            seconds since 1970, when it was signed
        X-Signature: 9f86d0…               HMAC-SHA256 in hexadecimal, under the shared key, of "{timestamp}.{body}"
        {"reference": "…", "state": "accepted" | "delivered" | "failed", "id": "…"}
    → 204 where it was noted, again or for the first time
    → 403 for a wrong signature or one older than five minutes, 404 for a reference that is not ours, 400 for nonsense

A report may come twice, late, and out of order: what is known already never goes backwards.
"""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from uuid import UUID

from intelligent_bhutan.notices.gateways import Fate

WINDOW = 300  # seconds that a signature is good for, either way: clocks differ
MOMENT = re.compile(r"[0-9]{1,12}\Z")
LONGEST = 4 * 1024


@dataclass(frozen=True)
class Report:
    """What became of a text."""

    reference: UUID
    fate: Fate
    number: str


def signature(key: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 of moment and body, in hexadecimal."""
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_genuine(key: str, *, timestamp: str, signed: str, body: bytes, now: float) -> bool:
    """Whether the holder of the key signed this, just now; never where there is no key."""
    if not key or not MOMENT.match(timestamp) or abs(now - int(timestamp)) > WINDOW:
        return False
    return hmac.compare_digest(signature(key, timestamp, body).encode(), signed.encode("utf-8", "replace"))


def read(body: bytes) -> Report:
    """The report. Raises: ValueError for what is none."""
    try:
        said = json.loads(body)
        return Report(UUID(said["reference"]), Fate(said["state"]), str(said.get("id", ""))[:80])
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ValueError("This is no report.") from None
