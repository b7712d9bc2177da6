"""Counting requests over all processes of all servers: each keeps what is new and adds it to one hash in the cache.

What a process has not added yet is lost when it ends; a cache that is emptied begins at nothing, which monitoring knows
as a restart. No address and no person is ever counted, only the name of the view.
"""

import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

import redis
from django.conf import settings

logger = logging.getLogger(__name__)

HASH = "portal:requests"
EVERY = 5  # seconds
BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
lock = Lock()
new = Counter()
last = {"at": time.monotonic()}


class CountsRequests:
    """The outermost of the portal's middlewares, so that what others answer is counted too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.monotonic()
        response = self.get_response(request)
        match = getattr(request, "resolver_match", None)
        turned_away = getattr(response, "turned_away", "")
        status = turned_away or f"{response.status_code // 100}xx"
        note(match.view_name if match else "none", status, None if turned_away else time.monotonic() - began)
        return response


def note(view, status, seconds):
    """Count one answer, and every few seconds add what is new to the hash.

    `status` is a class such as "2xx", or why somebody was asked to come back: that is no error, and takes no time.
    """
    with lock:
        new[f"n|{view}|{status}"] += 1
        if seconds is not None:
            new[f"b|{view}|{next((bound for bound in BOUNDS if seconds <= bound), '+Inf')}"] += 1
            new[f"ms|{view}"] += int(seconds * 1000)
        due = time.monotonic() - last["at"] >= EVERY
    if due:
        add()


def add():
    """Add what is new; while the cache is away it is kept until later."""
    with lock:
        added, last["at"] = dict(new), time.monotonic()
        new.clear()
    try:
        with connected() as client, client.pipeline(transaction=False) as pipeline:
            for name, n in added.items():
                pipeline.hincrby(HASH, name, n)
            pipeline.execute()
    except redis.RedisError:
        logger.warning("the cache is away", extra={"asked": "requests"})
        with lock:
            new.update(added)


def connected():
    """The cache's own server."""
    return redis.Redis.from_url(settings.CACHE_URL, socket_timeout=1, socket_connect_timeout=1)


@dataclass
class Totals:
    """What was counted: answers by (view, status), cumulative buckets and seconds by view."""

    answers: dict = field(default_factory=dict)
    buckets: dict = field(default_factory=dict)
    seconds: dict = field(default_factory=dict)


def totals():
    """All that was added so far, that of this process too; nothing while the cache is away."""
    add()
    found, raw = Totals(), {}
    try:
        with connected() as client:
            raw = {name.decode(): int(n) for name, n in client.hgetall(HASH).items()}
    except redis.RedisError:
        return found
    for name, n in raw.items():
        kind, view, *rest = name.split("|")
        if kind == "n":
            found.answers[view, rest[0]] = n
        elif kind == "ms":
            found.seconds[view] = n / 1000
    for view in found.seconds:
        total, buckets = 0, []
        for bound in (*BOUNDS, "+Inf"):
            total += raw.get(f"b|{view}|{bound}", 0)
            buckets.append((str(bound), total))
        found.buckets[view] = buckets
    return found
