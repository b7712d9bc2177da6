"""The table of who gives which role, and how long roles last."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelligent_bhutan.people import appointing
from intelligent_bhutan.people.models import Appointment, Membership

Role = Membership.Role


def test_table_names_every_role_once_and_no_other():
    assert set(appointing.GIVEN_BY) == set(Role.values)
    assert set().union(*appointing.GIVEN_BY.values()) == {"coordinator", "programme_officer", "operator"}


def test_database_holds_the_same_roles_to_two_people_as_the_table():
    (wall,) = [one for one in Appointment._meta.constraints if one.name == "people_mighty_roles_are_given_by_two"]
    assert all(f"'{role}'" in str(wall.condition) for role in appointing.BY_TWO)
    assert sum(f"'{role}'" in str(wall.condition) for role in Role.values) == len(appointing.BY_TWO)


def test_database_holds_the_same_roles_to_one_organisation_as_the_table():
    name = "people_local_roles_have_an_organisation"
    (wall,) = [one for one in Membership._meta.constraints if one.name == name]
    assert {role for role in Role.values if f"'{role}'" in str(wall.condition)} == appointing.IN_ONE_ORGANISATION


@pytest.mark.parametrize(
    ("day", "years", "then"),
    [
        (date(2026, 11, 27), 1, date(2027, 11, 27)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
    ],
)
def test_years_after_a_day_is_the_same_day_or_the_last_of_february(day, years, then):
    assert appointing.years_after(day, years) == then


@given(st.dates(date(2024, 1, 1), date(2200, 1, 1)), st.sampled_from(Role.values))
def test_usual_last_day_is_always_one_that_the_role_may_have(today, role):
    assert today < appointing.usual_last_day(today) < appointing.latest_last_day(role, today)
