"""A class in batches: in the order of the roll, each sitting filled before the next, and again without harm."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intelligent_bhutan.notices.models import Notice
from intelligent_bhutan.people.models import Membership, User
from literacy.actions import batches, booking, sittings
from literacy.models import Candidate, Enrolment, Proficiency
from literacy.queries import batches as queries
from literacy.queries import standards
from tests.factories.literacy_booking import a_centre, a_coming
from tests.factories.literacy_classes import a_class, learner
from tests.factories.literacy_teaching import carry
from tests.factories.people import OrganisationFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def rooms(*seats):
    """A centre with a sitting a day, each with so many seats, open to nobody but staff and coordinators."""
    centre = a_centre(seats=60)
    return centre, [
        a_coming(centre=centre, days=days, seats=one, is_public=False) for days, one in enumerate(seats, start=2)
    ]


def book(cohort, centre):
    return batches.book_cohort(cohort=cohort, centre=centre, first_day=tomorrow(), by=cohort.coordinator)


def rolls(sitting):
    """The roll numbers of those in the sitting, by seat."""
    seats = sitting.candidates.order_by("seat")
    return [Enrolment.objects.get(citizen=seat.citizen_id).roll_number for seat in seats]


def test_a_class_fills_sitting_after_sitting_in_the_order_of_its_roll_and_only_once():
    centre, (first, second, third) = rooms(3, 2, 4)
    cohort = a_class(learners=7)
    planned = queries.plan(cohort, centre, tomorrow())
    assert [(batch.sitting, len(batch.learners)) for batch in planned.batches] == [(first, 3), (second, 2), (third, 2)]
    assert (book(cohort, centre), book(cohort, centre)) == (7, 0)
    assert [rolls(sitting) for sitting in (first, second, third)] == [[1, 2, 3], [4, 5], [6, 7]]
    assert set(Candidate.objects.values_list("source", "booked_by")) == {("coordinator", cohort.coordinator.pk)}
    carry()
    assert Notice.objects.filter(kind="literacy.seat_booked_for_you").count() == 7
    assert [(one.pk, one.from_class) for one in queries.booked_sittings(cohort)] == [
        (first.pk, 3),
        (second.pk, 2),
        (third.pk, 2),
    ]


def test_who_has_a_seat_passed_everything_or_closed_the_account_is_left_out_with_the_reason():
    centre, (sitting,) = rooms(5)
    cohort = a_class(learners=5)
    public = a_coming(days=9)
    booking.book(sitting=public, citizen=learner(cohort, 1), by=learner(cohort, 1))
    Proficiency.objects.create(citizen=learner(cohort, 2), standard=standards.in_force(), reached_at=timezone.now())
    Enrolment.objects.filter(cohort=cohort, roll_number=3).update(left_at=timezone.now())
    User.objects.filter(pk=learner(cohort, 4).pk).update(is_active=False)
    planned = queries.plan(cohort, centre, tomorrow())
    reasons = [(1, "booked"), (2, "proficient"), (4, "closed")]
    assert [(one.roll_number, why.code) for one, why in planned.left_out] == reasons
    assert batches.who_fits(sitting, [learner(cohort, 4)]) == []
    assert book(cohort, centre) == 1
    assert rolls(sitting) == [5]


def test_sittings_that_are_too_early_or_whose_invigilator_is_close_are_passed_over():
    centre, (first, second, third) = rooms(1, 5, 5)
    cohort = a_class(learners=2)
    close = holder_of(Role.INVIGILATOR, cohort.organisation)
    sittings.assign(sitting=second, invigilator=close, by=holder_of(Role.PROGRAMME_OFFICER))
    day = timezone.localdate(second.starts_at)
    assert queries.rooms_for(cohort, centre, day) == [third]
    assert [room.pk for room in queries.rooms_for(cohort, centre, tomorrow())] == [first.pk, third.pk]


def test_officers_hear_once_a_day_how_many_seats_are_missing():
    centre, _sittings = rooms(3)
    cohort, officer = a_class(learners=5), holder_of(Role.PROGRAMME_OFFICER)
    asked = {"cohort": cohort, "centre": centre, "first_day": tomorrow(), "by": cohort.coordinator}
    assert [batches.ask_for_seats(**asked) for _ in range(2)] == [2, 2]
    notice = Notice.objects.get(person=officer)
    assert notice.subject == f"2 seats are missing at {centre.name}"
    assert cohort.name in notice.body


def test_only_its_coordinator_books_a_class():
    centre, _sittings = rooms(3)
    cohort = a_class()
    stranger = holder_of(Role.COORDINATOR, OrganisationFactory())
    User.objects.filter(enrolments__cohort=cohort).update(is_active=False)  # nobody is left to be seated
    for act in (batches.book_cohort, batches.ask_for_seats):
        with pytest.raises(PermissionDenied):
            act(cohort=cohort, centre=centre, first_day=tomorrow(), by=stranger)
    assert not Candidate.objects.exists()


def test_no_sitting_is_locked_once_everybody_has_a_seat():
    centre, (first, *_later) = rooms(2, 2, 2)
    cohort = a_class(learners=2)
    with CaptureQueriesContext(connection) as done:
        assert book(cohort, centre) == 2
    assert len([one for one in done if "FOR UPDATE OF" in one["sql"] and "literacy_sitting" in one["sql"]]) == 1
    assert rolls(first) == [1, 2]


@pytest.mark.parametrize("how_many", [1, 3])
def test_invigilators_are_looked_at_together(how_many, django_assert_num_queries):
    centre, sat = rooms(*[5] * how_many)
    officer = holder_of(Role.PROGRAMME_OFFICER)
    for sitting in sat:
        sittings.assign(sitting=sitting, invigilator=holder_of(Role.INVIGILATOR, OrganisationFactory()), by=officer)
    cohort = a_class(learners=0)
    with django_assert_num_queries(5):
        assert len(queries.rooms_for(cohort, centre, tomorrow())) == how_many


@pytest.mark.parametrize("how_many", [1, 40])
def test_a_plan_takes_the_same_queries_however_large_the_class(how_many, django_assert_num_queries):
    centre, _sittings = rooms(30, 30)
    cohort = a_class(learners=how_many)
    with django_assert_num_queries(8):
        assert queries.plan(cohort, centre, tomorrow()).seated == how_many
