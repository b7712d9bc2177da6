"""Several workers and people at the same moment, with real commits."""

import pytest
from django.utils import timezone

from intelligent_bhutan import notices
from intelligent_bhutan.notices.actions import delivering, reading
from intelligent_bhutan.notices.models import Channel, Choices, Delivery, Notice
from intelligent_bhutan.outbox.models import Message
from tests.factories.notices import a_kind, reachable
from tests.moments import at_once
from tests.provider import provider

NOON = timezone.make_aware(timezone.datetime(2026, 12, 5, 12))


@pytest.fixture(autouse=True)
def kind(committed):
    """A kind of notice with a text message."""
    with a_kind() as made:
        yield made


@pytest.fixture
def there(settings):
    """A provider that the portal sends through."""
    with provider(key="secret") as made:
        settings.SMS_GATEWAY, settings.SMS_URL, settings.SMS_TOKEN = "http", made.address, "secret"
        yield made


def texts(person, kind, number):
    """Texts that wait for the person."""
    told = [notices.tell(person=person, kind=kind, place="Paro") for _ in range(number)]
    return [notice.deliveries.get(channel=Channel.TEXT) for notice in told]


def carry_at_once(copies):
    """Carry them at the same moment; returns how they stand."""
    at_once(*[lambda pk=copy.pk: delivering.deliver(delivery=pk, at=NOON) for copy in copies])
    return sorted(copy.reason or copy.state for copy in Delivery.objects.filter(channel=Channel.TEXT))


def test_one_text_is_sent_once_by_four_workers(kind, there):
    (copy,) = texts(reachable(), kind, 1)
    assert carry_at_once([copy] * 4) == ["handed_over"]
    assert there.sent == [str(copy.reference)]


def test_limit_of_a_day_holds_for_texts_at_the_same_moment(kind, there, settings):
    settings.TEXTS_A_DAY = 2
    copies = texts(reachable(), kind, 5)
    assert carry_at_once(copies) == ["handed_over", "handed_over", "limit", "limit", "limit"]
    assert len(there.sent) == 2


def test_told_at_once_under_one_key_is_told_once(kind):
    person = reachable()
    told = at_once(*[lambda: notices.tell(person=person, kind=kind, once="a", place="Paro")] * 4)
    assert len(set(told)) == Notice.objects.count() == 1
    assert Delivery.objects.count() == Message.objects.count() == 2


def test_choices_saved_at_once_are_one_row(kind):
    person = reachable()
    at_once(*[lambda: reading.choose(person=person, answers={"no_email": ["work"]}, by=person)] * 3)
    assert Choices.objects.get(person=person).no_email == ["work"]
