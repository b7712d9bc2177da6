"""What happens when people book, move and give back at the same moment, with real threads and commits."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from intelligent_bhutan.notices.models import Notice
from intelligent_bhutan.people.models import Membership
from literacy.actions import batches, booking, scheduling, sittings
from literacy.models import Candidate, Sitting
from tests.factories.literacy_booking import a_centre, a_coming
from tests.factories.literacy_classes import a_class
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of
from tests.moments import at_once, beside, many_at_once

pytestmark = pytest.mark.usefixtures("committed")
Role = Membership.Role


def book(sitting, person):
    return lambda: booking.book(sitting=sitting, citizen=person, by=person)


def test_of_100_people_who_book_10_seats_at_once_exactly_10_have_one_each():
    sitting, people = a_coming(seats=10), [PersonFactory() for _ in range(100)]
    answers = many_at_once(lambda number: book(sitting, people[number])().seat, 100)
    said = Counter(answer for answer in answers if isinstance(answer, str))
    assert said == {"This sitting is full. Please choose another date.": 90}
    assert sorted(answer for answer in answers if isinstance(answer, int)) == list(range(1, 11))
    assert sorted(sitting.candidates.values_list("seat", flat=True)) == list(range(1, 11))
    assert Notice.objects.filter(kind="literacy.seat_booked").count() == 10


def test_one_person_who_books_the_same_sitting_many_times_at_once_has_one_seat():
    sitting, person = a_coming(), PersonFactory()
    places = many_at_once(lambda _number: book(sitting, person)().pk, 8)
    assert len(set(places)) == Candidate.objects.count() == Notice.objects.count() == 1


def test_one_person_who_books_two_overlapping_sittings_at_once_has_a_seat_in_one():
    start = timezone.now() + timedelta(days=3)
    both = [a_coming(start=start), a_coming(start=start + timedelta(hours=2))]
    person = PersonFactory()
    answers = many_at_once(lambda number: book(both[number], person)(), 2)
    assert [str(answer).startswith("You have a seat in another sitting") for answer in answers].count(True) == 1
    assert Candidate.objects.count() == 1


def test_the_database_itself_refuses_a_person_in_two_places():
    start = timezone.now() + timedelta(days=3)
    first, second = a_coming(start=start), a_coming(start=start + timedelta(hours=2))
    person = PersonFactory()
    Candidate.objects.create(sitting=first, citizen=person, seat=1)
    with pytest.raises(IntegrityError, match="literacy_nobody_in_two_places"), transaction.atomic():
        Candidate.objects.create(sitting=second, citizen=person, seat=1)
    second.starts_at, second.ends_at = second.starts_at + timedelta(hours=1), second.ends_at + timedelta(hours=1)
    second.save()
    Candidate.objects.create(sitting=second, citizen=person, seat=1)
    with pytest.raises(IntegrityError, match="literacy_nobody_in_two_places"), transaction.atomic():
        Sitting.objects.filter(pk=second.pk).update(starts_at=start)  # the places go with their sitting
    with pytest.raises(IntegrityError, match="has no seat 21"), transaction.atomic():
        Candidate.objects.create(sitting=second, citizen=PersonFactory(), seat=21)
    with pytest.raises(IntegrityError, match="literacy_seat_once_a_sitting"), transaction.atomic():
        Candidate.objects.create(sitting=second, citizen=PersonFactory(), seat=1)


def test_two_officers_who_give_one_invigilator_overlapping_sittings_at_once_do_it_once():
    start = timezone.now() + timedelta(days=3)
    both = [a_coming(start=start), a_coming(start=start + timedelta(hours=2))]
    invigilator = holder_of(Role.INVIGILATOR, OrganisationFactory())
    officers = [holder_of(Role.PROGRAMME_OFFICER) for _ in both]

    def assign(number):
        return sittings.assign(sitting=both[number], invigilator=invigilator, by=officers[number]).pk

    answers = many_at_once(assign, 2)
    assert answers.count("The invigilator has another sitting at that time.") == 1
    assert Sitting.objects.filter(invigilator=invigilator).count() == 1


@pytest.mark.parametrize("moving_comes_first", [True, False])
def test_moving_while_the_seat_is_given_back_ends_in_one_of_the_two(moving_comes_first):
    here, there, person = a_coming(), a_coming(days=5), PersonFactory()
    place = book(here, person)()

    def move():
        return booking.move(candidate=place, to=there, by=person)

    def give_back():
        return booking.give_back(candidate=place, by=person)

    second = beside(*((move, give_back) if moving_comes_first else (give_back, move)))
    live = list(Candidate.objects.registered().values_list("sitting", flat=True))
    assert live == ([there.pk] if moving_comes_first else [])
    assert moving_comes_first or second == "This seat was given back."


def test_two_people_who_change_places_at_once_never_wait_for_each_other():
    one, other = a_coming(seats=2), a_coming(days=5, seats=2)
    first, second = PersonFactory(), PersonFactory()
    mine, theirs = book(one, first)(), book(other, second)()
    at_once(
        lambda: booking.move(candidate=mine, to=other, by=first),
        lambda: booking.move(candidate=theirs, to=one, by=second),
    )
    live = Candidate.objects.registered().order_by("citizen")
    assert list(live.values_list("citizen", "sitting")) == [(first.pk, other.pk), (second.pk, one.pk)]


def test_nobody_is_ever_without_a_seat_where_the_other_sitting_fills_up_meanwhile():
    here, there, person = a_coming(), a_coming(days=5, seats=1), PersonFactory()
    place = book(here, person)()
    said = beside(book(there, PersonFactory()), lambda: booking.move(candidate=place, to=there, by=person))
    assert said == "This sitting is full. Please choose another date."
    place.refresh_from_db()
    assert place.state == Candidate.State.REGISTERED


def test_booking_while_the_sitting_is_cancelled_is_refused():
    sitting, person = a_coming(), PersonFactory()
    officer = holder_of(Role.PROGRAMME_OFFICER)
    said = beside(lambda: scheduling.cancel(sitting=sitting, reason="Snow", by=officer), book(sitting, person))
    assert said == "Booking for this sitting is closed. Please choose another date."


def test_a_class_and_single_people_who_book_at_once_share_the_seats():
    centre = a_centre(seats=30)
    for days in (3, 4):
        a_coming(centre=centre, days=days, seats=30)
    cohort, alone = a_class(learners=50), [PersonFactory() for _ in range(8)]
    first, second = Sitting.objects.order_by("starts_at")
    day = timezone.localdate() + timedelta(days=1)
    at_once(
        lambda: batches.book_cohort(cohort=cohort, centre=centre, first_day=day, by=cohort.coordinator),
        *[book(second, person) for person in alone],
    )
    assert first.candidates.count() == 30
    assert second.candidates.count() == 28
    assert second.candidates.filter(citizen__enrolments__cohort=cohort).count() == 20


def test_two_officers_who_plan_at_one_centre_at_once_do_not_give_its_seats_twice():
    centre, start = a_centre(seats=20), timezone.now() + timedelta(days=3)
    answers = many_at_once(lambda _number: a_coming(centre=centre, start=start, seats=12), 2)
    assert [": 8. A place needs a seat and a device." in str(answer) for answer in answers].count(True) == 1
    assert centre.sittings.count() == 1
