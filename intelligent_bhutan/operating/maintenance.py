"""The switch of the maintenance page: its row in the database is the truth, a copy in the cache is what servers read.

Beat copies it every few seconds, so that a cache that was emptied learns of it again.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from intelligent_bhutan import audit
from intelligent_bhutan.operating.models import Maintenance

COPY = "maintenance"
KEPT = 24 * 3600  # seconds: longer than any repair during which beat is stopped; a lost one ends some time
seen = {"at": -1e9, "state": None}


@transaction.atomic
def switch(*, on, answers_too=False, until=None, by):
    """Turn the page on or off for everyone, within seconds. `answers_too` closes running examinations as well."""
    values = {"on": on, "answers_too": on and answers_too, "until": until if on else None, "changed_at": timezone.now()}
    held, _new = Maintenance.objects.update_or_create(pk=1, defaults=values)
    audit.record("maintenance:begun" if on else "maintenance:ended", subject=held, by=by)
    transaction.on_commit(lambda: publish(held))
    return held


def publish(held=None):
    """Copy the switch to where servers look."""
    held = held or Maintenance.objects.filter(pk=1).first()
    if held and held.on:
        cache.set(COPY, {"answers_too": held.answers_too, "until": held.until}, KEPT)
    else:
        cache.delete(COPY)


def state():
    """What holds now: None, or a dict with `answers_too` and `until`. Looked up at most once in some seconds."""
    now = time.monotonic()
    if now - seen["at"] >= settings.MAINTENANCE_LOOK_SECONDS:
        seen["at"] = now  # first, so that while the cache is slow one request waits for it and not all
        seen["state"] = cache.get(COPY)
    return seen["state"]
