"""A notice whose worker dies reaches the phone: never twice, never not at all. Real workers, a real provider."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from intelligent_bhutan import notices
from intelligent_bhutan.certificates.notices import ISSUED
from intelligent_bhutan.notices.models import Delivery
from intelligent_bhutan.outbox.models import Message
from tests.factories.notices import reachable
from tests.installation import until
from tests.provider import provider

pytestmark = pytest.mark.faults
TEXTS = int(os.environ.get("FAULT_TEXTS", "3"))


@pytest.fixture
def there(installation, settings):
    """A provider that the workers send through, at any hour."""
    with provider(key="secret") as made:
        settings.QUIET_HOURS = (settings.QUIET_HOURS[0],) * 2
        installation.environment |= {
            "SMS_GATEWAY": "http",
            "SMS_URL": made.address,
            "SMS_TOKEN": "secret",
            "SMS_TIMEOUT": "60",
            "QUIET_HOURS": "00:00,00:00",
            "TEXTS_A_DAY": "100",
        }
        yield made


def tell_all():
    """Each of some people is told of a certificate. Returns the copies that go as texts."""
    for n in range(TEXTS):
        person = reachable(email=None, phone=f"+975171234{n:02}")
        facts = {"award": str(person.public_id), "serial": f"IB-2026-{n:06}", "title": {"en": "Skills", "dz": ""}}
        notices.tell(person=person, kind=ISSUED, **facts)
    return Delivery.objects.filter(channel="text")


def end_leases():
    """Time passes: what a killed worker holds back falls due."""
    Message.objects.filter(state=Message.State.WAITING).update(next_at=timezone.now() - timedelta(seconds=1))


def all_are_there_once(there, copies):
    """One text for each, under its reference; each recorded; nothing given up."""
    everything = {str(reference) for reference in copies.values_list("reference", flat=True)}
    until(lambda: not copies.filter(state="waiting").exists(), within=90, what="every text")
    assert sorted(there.sent) == sorted(everything)
    assert set(copies.values_list("state", "reason")) == {("handed_over", "")}
    assert not Message.objects.dead().exists()


def test_worker_killed_after_the_provider_said_yes(installation, there):
    there.after.clear()  # it takes a text and keeps the worker waiting for the answer
    copies = tell_all()
    installation.start_beat()
    worker = installation.start_worker()
    until(lambda: there.sent, within=60, what="the first text at the provider")
    installation.kill(worker)
    taken = list(there.sent)
    assert copies.filter(state="waiting").count() == TEXTS  # nobody knows of it
    there.after.set()
    end_leases()
    installation.start_worker()
    all_are_there_once(there, copies)
    assert set(taken) <= set(there.asked)


def test_worker_killed_before_the_provider_had_it(installation, there):
    there.before.clear()  # what is sent now never arrives
    copies = tell_all()
    installation.start_beat()
    worker = installation.start_worker()
    until(lambda: Message.objects.filter(attempts=1).exists(), within=60, what="the first attempt")
    installation.kill(worker)
    assert there.sent == []
    there.before.set()
    end_leases()
    installation.start_worker()
    all_are_there_once(there, copies)


def test_every_message_twice(installation, there):
    copies = tell_all()
    installation.start_beat(1)
    installation.start_beat(2)
    installation.start_worker()
    installation.start_worker()
    all_are_there_once(there, copies)
