"""Certificates appear exactly once, whatever is killed, emptied or doubled. Real workers, real broker."""

import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.certificates import shelf
from intelligent_bhutan.certificates.models import Award, SerialCounter
from intelligent_bhutan.outbox import actions
from intelligent_bhutan.outbox.models import Message
from tests.factories.certificates import an_award
from tests.installation import until

pytestmark = pytest.mark.faults
AWARDS = int(os.environ.get("FAULT_AWARDS", "25"))
KILLS = int(os.environ.get("FAULT_KILLS", "3"))


def issued():
    """How many awards have their number."""
    return Award.objects.issued().count()


def printed():
    """How many have their PDF too."""
    return Award.objects.exclude(pdf_sha256="").count()


def everything_is_there_once(installation):
    """Each award has one number and one PDF, told once; the numbers run from 1 without a gap; no message is dead."""
    awards = list(Award.objects.order_by("serial_number"))
    assert [award.serial_number for award in awards] == list(range(1, AWARDS + 1))
    assert len({award.code for award in awards}) == AWARDS
    assert all(shelf.take(installation.folder / "media", award.pdf_sha256) for award in awards)
    told = Entry.objects.filter(verb="certificate:issued").values_list("subject", flat=True)
    assert sorted(told) == sorted(str(award.public_id) for award in awards)
    assert SerialCounter.objects.get().last == AWARDS
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
    everything_is_there_once(installation)


def test_workers_killed_again_and_again(installation):
    """Each is killed a little later in its work than the one before."""
    for _ in range(AWARDS):
        an_award()
    installation.start_beat()
    for number in range(KILLS):
        before = Message.objects.filter(state=Message.State.DONE).count()
        worker = installation.start_worker()
        until(lambda b=before: Message.objects.filter(state=Message.State.DONE).count() > b, within=60, what="work")
        time.sleep(0.03 * number)
        installation.kill(worker)
        end_leases()
    installation.start_worker()
    until(lambda: printed() == AWARDS, within=90, what="every certificate after the last kill")
    everything_is_there_once(installation)


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
    everything_is_there_once(installation)


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
    everything_is_there_once(installation)
