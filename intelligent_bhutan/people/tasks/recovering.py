"""Sending codes; may run twice."""

from intelligent_bhutan import outbox
from intelligent_bhutan.people.actions import delivering


@outbox.handler("people.send_code", queue="notify")
def send_code(code, sealed):
    """Send one code."""
    delivering.deliver(code=code, sealed=sealed)
