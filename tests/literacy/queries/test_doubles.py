"""Who might be the same person."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from intelligent_bhutan.people.actions import identity
from literacy.models import Proficiency
from literacy.queries import doubles, standards
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BORN = date(1990, 5, 1)
NUMBER = "10701000123"


@pytest.fixture
def counted():
    """Somebody who is proficient."""
    return proficient(full_name="Karma Choden", date_of_birth=BORN)


def proficient(**fields):
    person = PersonFactory(**fields)
    Proficiency.objects.create(citizen=person, standard=standards.in_force(), reached_at=timezone.now())
    return person


def someone(name="Karma Choden", days=0, number=""):
    """A person with that name, born so many days after the one who counts."""
    person = PersonFactory(full_name=name, date_of_birth=BORN + timedelta(days=days))
    if number:
        identity.claim(person=person, number=number, by=person)
    return person


@pytest.mark.parametrize("name", ["Karma Choden", "KARMA  choden", "KarmaChoden"])
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_the_same_name_born_within_a_day_is_alike(counted, name, days):
    assert doubles.of(someone(name, days)) == [counted]


@pytest.mark.parametrize(("name", "days"), [("Karma Choden", 2), ("Karma Choden", -365), ("Karma Chodon", 0)])
def test_another_name_or_birth_date_is_not(counted, name, days):
    assert doubles.of(someone(name, days)) == []


def test_the_same_unchecked_number_is_alike_whatever_the_name(counted):
    identity.claim(person=counted, number=NUMBER, by=counted)
    assert doubles.of(someone("Sonam Dorji", 900, NUMBER)) == [counted]
    assert doubles.of(someone("Sonam Dorji", 900, "10701000124")) == []


def test_a_checked_number_asks_no_question(counted):
    person = someone(number=NUMBER)
    identity.check(person=person, by=PersonFactory())
    assert doubles.of(person) == []


def test_nobody_resembles_who_does_not_count_or_has_no_birth_date(counted):
    someone()  # learns, and is not proficient
    assert doubles.of(someone()) == [counted]
    assert doubles.of(counted) == []
    counted.proficiencies.update(revoked_at=timezone.now())
    assert doubles.of(someone()) == []


def test_a_person_without_birth_date_resembles_nobody_by_name(counted):
    assert doubles.of(PersonFactory(full_name="Karma Choden", date_of_birth=None)) == []
