"""A worker that is told to stop finishes what it does and leaves the rest where it was. Real worker, real broker."""

import os
import signal

import pytest
from django.db import connection, transaction
from django.utils import timezone

from intelligent_bhutan.certificates.models import Award, SerialCounter
from intelligent_bhutan.outbox.models import Message
from tests.factories.certificates import an_award
from tests.faults.test_issuing import end_leases, issued
from tests.installation import until
from tests.moments import WAITING

pytestmark = pytest.mark.faults
AWARDS = 8


def at_work():
    """How many tasks wait for the lock that the test holds."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_clear_snapshot()")  # a transaction sees all others as they first were
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


def test_worker_told_to_stop_drains(installation):
    SerialCounter.objects.create(year=timezone.localtime().year)
    for _ in range(AWARDS):
        an_award()
    installation.start_beat()
    with transaction.atomic():
        SerialCounter.objects.select_for_update().get()  # whoever gives a number waits here
        worker = installation.start_worker()
        busy = until(at_work, within=150, what="a task in progress")
        os.kill(worker.pid, signal.SIGTERM)
        with pytest.raises(TimeoutError):
            raise_when_gone(worker, 2)
        assert worker.poll() is None, "the worker left its work"
    assert worker.wait(timeout=40) == 0
    installation.children.remove(worker)
    finished = issued()
    assert busy <= finished < AWARDS
    assert Message.objects.filter(state=Message.State.WAITING, kind="certificates.issue").count() == AWARDS - finished
    assert set(Message.objects.filter(kind="certificates.issue").values_list("error", flat=True)) == {""}
    end_leases()
    installation.start_worker()
    until(lambda: issued() == AWARDS, within=60, what="the rest, by the next worker")
    assert sorted(Award.objects.values_list("serial_number", flat=True)) == list(range(1, AWARDS + 1))


def raise_when_gone(worker, seconds):
    """TimeoutError as long as the worker lives."""
    try:
        until(lambda: worker.poll() is not None, within=seconds)
    except AssertionError:
        raise TimeoutError from None
