"""Things that happen at the same moment, with real threads and commits: for tests that use `committed`."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import connection, transaction

PATIENCE = 5  # seconds
WAITING = """
    select pg_stat_clear_snapshot();  -- a transaction would see for ever what it saw first
    select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
"""


def at_once(*works):
    """Do these at the same moment, each on a connection of its own; returns what each returned, or raises."""
    gate, prefix = Barrier(len(works), timeout=60), caches["default"].key_prefix

    def one(work):
        try:
            caches["default"].key_prefix = prefix  # each thread has a cache of its own
            connection.ensure_connection()
            gate.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def many_at_once(work, times):
    """Do it in that many threads at the same moment; returns what each returned, a refusal as its first sentence."""

    def one(number):
        try:
            return work(number)
        except ValidationError as refusal:
            return refusal.messages[0]

    return at_once(*[lambda number=number: one(number) for number in range(times)])


def alone(work):
    """Do it on a connection of its own; a refusal comes back as its first sentence."""
    try:
        return work()
    except ValidationError as refusal:
        return refusal.messages[0]
    finally:
        connection.close()


def until_it_waits(later):
    """Go on once the other thread is done, or waits for a lock."""
    end = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while not later.done() and time.monotonic() < end:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)


def beside(first, second, then=lambda: None):
    """Begin the second while the first is done but not committed; `then` ends the first. What the second returned."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            later = pool.submit(alone, second)
            until_it_waits(later)
            then()
        return later.result(60)
