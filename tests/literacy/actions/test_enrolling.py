"""Enrolling: nobody twice, nobody lost, roll numbers without holes."""

import pytest

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.models import ConsentNotice
from literacy.actions import cohorts, enrolling
from literacy.models import Enrolment, Standing
from tests.factories import literacy_classes as factory
from tests.factories.people import PersonFactory
from tests.moments import at_once


def enrol(cohort, *entries):
    """Enrol (person, roll number or None) entries; returns the roll numbers."""
    made = enrolling.enrol_many(
        cohort=cohort,
        entries=[(person, Enrolment.Basis.SELF, roll) for person, roll in entries],
        notice=ConsentNotice.objects.first(),
        by=cohort.coordinator,
    )
    return [one.roll_number for one in made]


@pytest.fixture
def people():
    return [PersonFactory() for _ in range(4)]


@pytest.mark.django_db
def test_roll_numbers_are_as_given_else_the_next_that_nobody_has(people):
    cohort = factory.a_class(learners=1)
    assert enrol(cohort, *zip(people, [3, None, 3, 1], strict=True)) == [3, 2, 4, 5]


@pytest.mark.django_db
def test_a_roll_number_that_somebody_asks_for_waits_for_them(people):
    assert enrol(factory.a_class(learners=0), *zip(people, [None, 2, None, 1], strict=True)) == [3, 2, 4, 1]


@pytest.mark.django_db
def test_a_roll_number_that_the_class_does_not_know_of_is_passed_over(people):
    cohort = factory.a_class(learners=2)
    type(cohort).objects.filter(pk=cohort.pk).update(last_roll_number=0)
    assert enrol(cohort, (people[0], None)) == [3]


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 3])
def test_many_are_enrolled_in_the_same_queries(people, many, django_assert_num_queries):
    cohort = factory.a_class(learners=0)
    with django_assert_num_queries(14):
        enrol(cohort, *[(person, None) for person in people[:many]])


@pytest.mark.django_db
def test_a_person_twice_in_the_entries_or_enrolled_before_is_enrolled_once(people):
    cohort = factory.a_class(learners=0)
    assert enrol(cohort, (people[0], 7), (people[0], 8)) == [7, 7]
    assert enrol(cohort, (people[0], 9)) == [7]
    assert Enrolment.objects.count() == Standing.objects.count() == 1
    assert Entry.objects.filter(verb="cohort:enrolled").count() == 1


@pytest.mark.django_db
def test_who_had_left_is_back_under_the_old_roll_number_with_the_new_consent(people):
    cohort = factory.a_class(learners=0)
    enrol(cohort, (people[0], 7))
    cohorts.leave(enrolment=cohort.enrolments.get(), by=cohort.coordinator)
    back = enrolling.enrol(
        cohort=cohort,
        citizen=people[0],
        basis=Enrolment.Basis.GUARDIAN,
        notice=ConsentNotice.objects.first(),
        by=cohort.coordinator,
    )
    kept = Enrolment.objects.get()
    assert (kept.pk, kept.left_at, kept.roll_number, kept.consent_basis) == (back.pk, None, 7, "guardian")
    assert list(Entry.objects.filter(verb="cohort:enrolled").values_list("reason", flat=True)) == ["1", "1"]


@pytest.mark.django_db
def test_a_roll_number_of_who_left_goes_to_nobody_else(people):
    cohort = factory.a_class(learners=1)
    cohorts.leave(enrolment=cohort.enrolments.get(), by=cohort.coordinator)
    assert enrol(cohort, (people[0], 1), (people[1], None)) == [2, 3]


@pytest.mark.usefixtures("committed")
def test_enrolling_at_the_same_moment_gives_everybody_a_number_of_their_own():
    cohort, crowd = factory.a_class(learners=0), [PersonFactory() for _ in range(12)]
    numbers = at_once(*[lambda person=person: enrol(cohort, (person, None))[0] for person in crowd])
    assert sorted(numbers) == list(range(1, 13))
