"""Another number of seats for a sitting, and who may book them."""

import pytest
from django.core.exceptions import ValidationError

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.models import Membership
from literacy.actions import booking, scheduling
from tests.factories.literacy_booking import a_centre, a_coming
from tests.factories.people import PersonFactory, holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return holder_of(Membership.Role.PROGRAMME_OFFICER)


def changed(sitting, by, **changes):
    return scheduling.change_seats(sitting=sitting, **{"seats": sitting.seats, "is_public": True} | changes, by=by)


def book(sitting):
    person = PersonFactory()
    return booking.book(sitting=sitting, citizen=person, by=person)


def test_a_sitting_gets_more_or_fewer_seats_but_none_is_taken_from_under_anybody(officer):
    sitting = a_coming(centre=a_centre(seats=20, devices=6), seats=2)
    first, _second = book(sitting), book(sitting)
    sitting = changed(sitting, officer, seats=6)
    assert book(sitting).seat == 3
    booking.give_back(candidate=first, by=first.citizen)
    with pytest.raises(ValidationError, match="Seat 3 is taken"):
        changed(sitting, officer, seats=2)
    assert changed(sitting, officer, seats=3).seats == 3
    with pytest.raises(ValidationError, match="Places free at this centre"):
        changed(sitting, officer, seats=7)
    with pytest.raises(ValidationError, match="at least one seat"):
        changed(a_coming(), officer, seats=0)


def test_a_sitting_is_closed_to_the_public_and_whoever_booked_keeps_the_seat(officer):
    sitting = a_coming()
    place = book(sitting)
    for _ in range(2):
        sitting = changed(sitting, officer, is_public=False)
    with pytest.raises(ValidationError, match="is closed"):
        book(sitting)
    place.refresh_from_db()
    assert (place.holds_seat, Entry.objects.filter(verb="sitting:seats_changed").count()) == (True, 1)


def test_only_an_officer_changes_seats():
    with pytest.raises(ValidationError, match="Only a programme officer"):
        changed(a_coming(), PersonFactory(), seats=3)
