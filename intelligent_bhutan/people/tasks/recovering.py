"""Sending codes, and forgetting what nobody needs any more; each may run twice."""

from celery import shared_task

from intelligent_bhutan import outbox
from intelligent_bhutan.people.actions import codes, correcting, delivering


@outbox.handler("people.send_code", queue="notify")
def send_code(code, sealed):
    """Send one code."""
    delivering.deliver(code=code, sealed=sealed)


@shared_task(name="people.forget_old_proofs")
def forget_old_proofs():
    """Codes of days gone by, and scans of what was decided weeks ago."""
    codes.forget_old()
    correcting.forget_scans()
