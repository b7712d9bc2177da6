"""What an erasure leaves of a learner's places in examinations."""

import pytest

from literacy.actions import booking, erasing, sittings
from literacy.models import Candidate
from tests.factories.literacy_assessment import a_planned, admit
from tests.factories.literacy_booking import a_coming
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def test_seats_ahead_are_free_for_others_once_their_person_is_erased():
    person, sitting = PersonFactory(), a_coming(seats=1)
    place = booking.book(sitting=sitting, citizen=person, by=person)
    for _ in range(2):
        erasing.forget_doors(person)
    place.refresh_from_db()
    assert (place.state, place.period) == (Candidate.State.CANCELLED, None)
    other = PersonFactory()
    assert booking.book(sitting=sitting, citizen=other, by=other).seat == 1


def test_a_register_keeps_whoever_came_without_what_was_written_at_the_door():
    planned = a_planned()
    held = sittings.open_sitting(sitting=planned, by=planned.invigilator)
    place = admit(held.candidates.get(), Candidate.Evidence.WITNESSES)
    erasing.forget_doors(place.citizen)
    place.refresh_from_db()
    assert (place.state, place.first_witness) == (Candidate.State.ADMITTED, erasing.GONE[0])
