"""Reminders on the day before: each once, and never of what is not booked any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intelligent_bhutan.notices.models import Notice
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.models import Membership
from literacy.actions import booking, reminding, scheduling
from literacy.tasks.reminding import remind_of_sittings
from tests.factories.literacy_booking import a_coming
from tests.factories.literacy_teaching import carry
from tests.factories.people import PersonFactory, holder_of

pytestmark = pytest.mark.django_db


def booked(hours):
    """A seat in a sitting so many hours from now."""
    person = PersonFactory()
    sitting = a_coming(start=timezone.now() + timedelta(hours=hours))
    return booking.book(sitting=sitting, citizen=person, by=person)


def reminded():
    return set(Notice.objects.filter(kind="literacy.sitting_reminder").values_list("person", flat=True))


def test_whoever_has_a_seat_tomorrow_is_reminded_once_however_often_it_runs():
    soon, tomorrow, later = booked(17), booked(24), booked(37)
    for _ in range(3):
        remind_of_sittings()
        carry()
    assert reminded() == {tomorrow.citizen_id}
    assert Notice.objects.filter(kind="literacy.sitting_reminder").count() == 1
    reminding.remind(at=timezone.now() + timedelta(hours=2))
    carry()
    assert reminded() == {tomorrow.citizen_id, later.citizen_id}
    assert soon.citizen_id not in reminded()
    assert f"seat {tomorrow.seat}" in Notice.objects.get(person=tomorrow.citizen, kind__endswith="reminder").body


def test_sitting_that_cannot_be_told_of_leaves_the_others_to_be_told():
    broken, whole = booked(24), booked(25)
    reminding.remind()
    Message.objects.filter(payload__sitting=broken.sitting_id).update(payload={"sitting": 0})  # fails
    carry()
    assert reminded() == {whole.citizen_id}


def test_nobody_is_reminded_of_a_seat_that_was_given_back_moved_or_cancelled():
    back, moved, cancelled = booked(24), booked(24), booked(24)
    booking.give_back(candidate=back, by=back.citizen)
    booking.move(candidate=moved, to=a_coming(days=9), by=moved.citizen)
    officer = holder_of(Membership.Role.PROGRAMME_OFFICER)
    scheduling.cancel(sitting=cancelled.sitting, reason="Snow", by=officer)
    reminding.remind()
    carry()
    assert reminded() == set()


def test_a_sitting_that_was_moved_reminds_of_its_new_time_too():
    place, officer = booked(24), holder_of(Membership.Role.PROGRAMME_OFFICER)
    reminding.remind()
    carry()
    start = place.sitting.starts_at + timedelta(days=7)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    scheduling.reschedule(sitting=place.sitting, **times, reason="Snow", by=officer)
    reminding.remind(at=start - timedelta(hours=24))
    carry()
    assert Notice.objects.filter(kind="literacy.sitting_reminder").count() == 2
