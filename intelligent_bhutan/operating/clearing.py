"""Carrying the retention schedule out, chunk by chunk: stopped at any moment and run again, it goes on."""

import time

from django.db import transaction
from django.utils import timezone

from intelligent_bhutan import audit
from intelligent_bhutan.operating.keeping import SCHEDULE
from intelligent_bhutan.operating.models import KeepingRun

CHUNK = 1_000


def due(*, at=None):
    """How many rows of each table must go now; only tables of which some must."""
    at = at or timezone.now()
    found = {rule.label: rule.rows(at).count() for rule in SCHEDULE if rule.due}
    return {label: count for label, count in found.items() if count}


def carry_out(*, at=None, within=None, say=lambda label, count: None, by):
    """Delete what is due and note how much of each table went. `say` hears of each chunk. Returns the run.

    After `within` seconds it ends as it stands, and the run says that it is not whole.
    """
    at, end, counts = at or timezone.now(), time.monotonic() + (within or float("inf")), {}
    for rule in SCHEDULE:
        while rule.due and time.monotonic() < end and (gone := clear_chunk(rule, at)):
            counts[rule.label] = counts.get(rule.label, 0) + gone
            say(rule.label, gone)
    return note(counts, at, time.monotonic() < end, by)


@transaction.atomic
def clear_chunk(rule, at):
    """Delete the next rows of one table. Returns how many."""
    chunk = list(rule.rows(at).order_by("pk").values_list("pk", flat=True)[:CHUNK])
    rule.rows(at).model._base_manager.filter(pk__in=chunk).delete()
    return len(chunk)


@transaction.atomic
def note(counts, at, is_whole, by):
    """Write the run down."""
    run = KeepingRun.objects.create(at=at, counts=counts, is_whole=is_whole)
    audit.record("schedule:carried_out", subject=run, by=by, reason=f"{sum(counts.values())} rows went")
    return run
