"""Roll numbers, and nobody twice."""

import pytest

from literacy.actions.enrolling import enrol_many
from literacy.models import Cohort, Standing
from literacy.queries.importing import notice_in_force
from tests.factories.literacy_importing import a_cohort
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def enrol(cohort, *rolls, people=None):
    """Enrol a person for each roll number; returns the numbers that they got."""
    people = people or [PersonFactory() for _ in rolls]
    entries = [(person, "self", roll) for person, roll in zip(people, rolls, strict=True)]
    made = enrol_many(cohort=cohort, entries=entries, notice=notice_in_force(), by=cohort.coordinator)
    return [one.roll_number for one in made]


def test_numbers_without_holes_are_given_to_those_who_have_none():
    cohort = a_cohort()
    assert [enrol(cohort, None, None), enrol(cohort, None)] == [[1, 2], [3]]


def test_a_taken_number_becomes_the_next_free_one():
    cohort = a_cohort()
    assert [enrol(cohort, 5, 5, None), enrol(cohort, 5, 2, 6)] == [[5, 1, 2], [7, 8, 6]]
    assert Cohort.objects.get(pk=cohort.pk).last_roll_number == 8


def test_a_number_that_the_class_does_not_know_of_is_passed_over():
    cohort = a_cohort()
    enrol(cohort, 1, 2)
    Cohort.objects.filter(pk=cohort.pk).update(last_roll_number=0)
    assert enrol(cohort, None) == [3]


def test_who_is_enrolled_stays_as_they_are():
    cohort, person = a_cohort(), PersonFactory()
    assert enrol(cohort, 4, people=[person]) == [4]
    assert enrol(cohort, 9, None, people=[person, PersonFactory()]) == [4, 5]
    assert Standing.objects.filter(enrolled_on__isnull=False).count() == 2


@pytest.mark.parametrize("many", [1, 3])
def test_many_are_enrolled_in_the_same_queries(django_assert_num_queries, many):
    cohort = a_cohort()
    people = [PersonFactory() for _ in range(many)]
    with django_assert_num_queries(13):
        enrol(cohort, *[None] * many, people=people)
