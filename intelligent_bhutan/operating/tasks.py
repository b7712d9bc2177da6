"""What beat asks for at night and in between."""

from celery import shared_task

from intelligent_bhutan.operating import clearing, keys


@shared_task(name="operating.keep", soft_time_limit=3_000, time_limit=3_300)
def keep():
    """Delete what the retention schedule says; a run that was stopped goes on the next night."""
    clearing.carry_out(by=None)


@shared_task(name="operating.note_keys")
def note_keys():
    """Note the fingerprint of a key that was never noted, so that a wrong one is told later."""
    keys.note_new()
