"""Certificates appear exactly once, whatever is killed, emptied or doubled. Real workers, real broker."""

import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.outbox import actions
from intelligent_bhutan.outbox.models import Message
from tests.factories.certificates import an_award
from tests.installation import Installation, until

pytestmark = pytest.mark.faults
AWARDS = int(os.environ.get("FAULT_AWARDS", "25"))


@pytest.fixture
def installation(committed, tmp_path, worker_id):
    installation = Installation(committed, tmp_path, int(worker_id[2:]) if worker_id.startswith("gw") else 0)
    yield installation
    installation.stop()


def issued():
    """How many awards have their number."""
    return Award.objects.issued().count()


def printed():
    """How many have their PDF too."""
    return Award.objects.exclude(pdf_sha256="").count()


def everything_is_there_once():
    """Each award has one number; the numbers run from 1 without a gap; no message is dead."""
    numbers = sorted(Award.objects.values_list("serial_number", flat=True))
    assert numbers == list(range(1, AWARDS + 1))
    assert Award.objects.values("code").distinct().count() == AWARDS
    assert not Message.objects.dead().exists()


def end_leases():
    """Time passes: what a killed worker or a lost message holds back falls due."""
    Message.objects.filter(state=Message.State.WAITING).update(next_at=timezone.now() - timedelta(seconds=1))


def test_worker_killed_while_issuing(installation):
    for _ in range(AWARDS):
        an_award()
    installation.start_beat()
    worker = installation.start_worker()
    until(lambda: issued() >= 3, within=60, what="the first certificates")
    installation.kill(worker)
    assert printed() < AWARDS
    end_leases()
    installation.start_worker()
    until(lambda: printed() == AWARDS, within=90, what="every certificate after the kill")
    everything_is_there_once()


def test_broker_emptied_while_issuing(installation):
    for _ in range(AWARDS):
        an_award()
    installation.start_beat()
    installation.start_worker()
    for _ in range(5):
        installation.forget_broker()
        time.sleep(0.3)
    end_leases()
    until(lambda: printed() == AWARDS, within=90, what="every certificate after the broker forgot")
    everything_is_there_once()


def test_two_beats_and_every_message_twice(installation):
    for _ in range(AWARDS):
        an_award()
    installation.start_beat(1)
    installation.start_beat(2)
    installation.start_worker()
    installation.start_worker()
    until(lambda: issued() > 0, within=60, what="the first certificate")
    for pk, kind in Message.objects.values_list("pk", "kind"):
        actions.wake(pk, kind)
    until(lambda: printed() == AWARDS, within=90, what="every certificate")
    everything_is_there_once()
