"""Many are told by the outbox, of what still stands, each once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intelligent_bhutan.notices.models import Notice
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.models import Membership
from literacy.actions import booking, scheduling, sittings, telling
from tests.factories.literacy_booking import a_coming
from tests.factories.literacy_teaching import carry
from tests.factories.people import PersonFactory, holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return holder_of(Membership.Role.PROGRAMME_OFFICER)


def registered(officer, how_many=1):
    """A sitting with so many people on its register."""
    sitting = a_coming()
    sittings.register(sitting=sitting, citizens=[PersonFactory() for _ in range(how_many)], by=officer)
    return sitting


def told(kind):
    return Notice.objects.filter(kind=f"literacy.{kind}").count()


def test_nobody_is_told_before_the_outbox_does_its_part_and_then_each_once(officer, monkeypatch):
    monkeypatch.setattr(telling, "TOLD_AT_ONCE", 2)
    registered(officer, 3)
    messages = list(Message.objects.filter(kind="literacy.tell_places").order_by("pk"))
    assert ([len(one.payload["places"]) for one in messages], told("seat_booked_for_you")) == ([2, 1], 0)
    carry()
    telling.tell_places(**messages[0].payload)  # again
    assert told("seat_booked_for_you") == 3


def test_what_was_overtaken_is_left_to_the_notice_of_what_came_after(officer):
    given_back, moved, cancelled = (registered(officer) for _ in range(3))
    place = given_back.candidates.get()
    booking.give_back(candidate=place, by=place.citizen)
    start = timezone.now() + timedelta(days=8)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    scheduling.reschedule(sitting=moved, **times, reason="Snow", by=officer)
    scheduling.cancel(sitting=cancelled, reason="Snow", by=officer)
    carry()
    assert [told(kind) for kind in ("seat_given_back", "sitting_rescheduled", "sitting_cancelled")] == [1, 1, 1]
    assert told("seat_booked_for_you") == 0


def test_the_same_is_told_again_where_it_happens_again(officer):
    sitting = registered(officer)
    there, back = (sitting.starts_at + timedelta(days=days) for days in (1, 0))
    for start in (there, back, there):
        times = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
        scheduling.reschedule(sitting=sitting, **times, reason="Snow", by=officer)
        carry()
    assert told("sitting_rescheduled") == 3
