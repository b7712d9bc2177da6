"""A provider of text messages that speaks JSON over HTTPS. Pure.

What the provider must offer; an operator whose provider speaks otherwise puts a small translator in front of it:

    POST {address}/messages
        Authorization: Bearer {key}
        Idempotency-Key: {reference}
        {"reference": "…", "to": "+97517123456", "text": "…", "sender": "…"}
    → 200, 201 or 202 {"id": "…", "state": "accepted"}
    → 409 with the same body where the reference is known already: nothing is sent a second time
    → 400 or 422 where this text can never be sent; every other answer means later

    GET {address}/messages/{reference}
    → 200 {"id": "…", "state": "accepted" | "delivered" | "failed"}, or 404 where the reference is unknown

What becomes of a text later the provider reports itself; see `callbacks.py`.
"""

import http.client
import json
import ssl
from urllib.parse import quote, urlsplit

from intelligent_bhutan.notices.gateways import Fate, NeverError, Receipt, TryLaterError

TAKEN, KNOWN, REFUSED, UNKNOWN = {200, 201, 202}, 409, {400, 422}, 404
LONGEST_ANSWER = 16 * 1024
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class HTTPGateway:
    """Sends through one provider. No redirect is followed, and nothing but a loopback address is spoken to in clear."""

    def __init__(self, address: str, *, key: str, sender: str, timeout: float, stays_here: bool = False):
        """With `stays_here` only this machine is spoken to: a demonstration writes to nobody."""
        parts = urlsplit(address)
        here = parts.hostname in LOOPBACK
        if stays_here and not here:
            raise ValueError("A demonstration sends no text messages away from this machine.")
        if parts.scheme != "https" and not (parts.scheme == "http" and here):
            raise ValueError("The address of the provider of text messages must begin with https://.")
        self.host, self.port, self.path = parts.hostname, parts.port, parts.path.rstrip("/")
        self.secure, self.key, self.sender, self.timeout = parts.scheme == "https", key, sender, timeout

    def send(self, *, reference: str, phone: str, words: str) -> Receipt:
        """Hand it over; a provider that knows the reference already says so and sends nothing."""
        text = {"reference": reference, "to": phone, "text": words, "sender": self.sender}
        status, said = self.ask("POST", "/messages", text, {"Idempotency-Key": reference})
        if status in TAKEN or status == KNOWN:
            return receipt(said)
        if status in REFUSED:
            raise NeverError(f"the provider refused with {status}")
        raise TryLaterError(f"the provider answered {status}")

    def fate_of(self, reference: str) -> Receipt | None:
        """Ask what became of it."""
        status, said = self.ask("GET", f"/messages/{quote(reference, safe='')}")
        if status == UNKNOWN:
            return None
        if status in TAKEN:
            return receipt(said)
        raise TryLaterError(f"the provider answered {status}")

    def ask(self, method: str, path: str, body: dict | None = None, headers: dict | None = None) -> tuple[int, bytes]:
        """One request and its answer."""
        line = self.line()
        try:
            line.request(
                method,
                self.path + path,
                body=json.dumps(body).encode() if body else None,
                headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"} | (headers or {}),
            )
            answer = line.getresponse()
            return answer.status, answer.read(LONGEST_ANSWER)
        except (OSError, http.client.HTTPException) as problem:
            raise TryLaterError(type(problem).__name__) from None  # its words may quote what was sent
        finally:
            line.close()

    def line(self) -> http.client.HTTPConnection:
        """A connection that is not opened yet."""
        if self.secure:
            return http.client.HTTPSConnection(
                self.host, self.port, timeout=self.timeout, context=ssl.create_default_context()
            )
        return http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)


def receipt(said: bytes) -> Receipt:
    """The provider's words as a receipt. Raises: TryLaterError for what is no answer at all."""
    try:
        answer = json.loads(said)
        return Receipt(Fate(answer["state"]), str(answer.get("id", ""))[:80])
    except (ValueError, TypeError, KeyError, AttributeError):
        raise TryLaterError("the provider's answer makes no sense") from None
