"""The forecast: arithmetic that a reader can check by hand."""

from datetime import date

import pytest

from intelligent_bhutan.targets.forecast import look_ahead, planned

PLAN = [(date(2024, 1, 1), 0), (date(2024, 1, 11), 100), (date(2024, 1, 21), 300)]
USUAL = {
    "reached": 1_000,
    "goal": 2_000,
    "today": date(2025, 1, 1),
    "starts_on": date(2024, 1, 1),
    "due_on": date(2025, 4, 11),  # in 100 days
    "recent": 900,
    "months": [300, 300, 300],
}


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2023, 12, 1), 0),
        (date(2024, 1, 1), 0),
        (date(2024, 1, 6), 50),
        (date(2024, 1, 11), 100),
        (date(2024, 1, 16), 200),
        (date(2024, 2, 1), 300),
    ],
)
def test_planned_lies_on_straight_lines(day, value):
    assert planned(PLAN, day) == value


def test_planned_without_a_plan_is_nothing():
    assert planned([], date(2024, 1, 1)) == 0


def test_look_ahead_goes_on_at_the_mean_of_ninety_days():
    ahead = look_ahead(**USUAL)
    assert ahead.expected == 2_000  # 1,000 and 10 a day for 100 days
    assert ahead.pace == pytest.approx(304.4)
    assert ahead.needed == pytest.approx(304.4)
    assert ahead.reached_on == date(2025, 4, 11)


def test_look_ahead_has_no_range_where_months_are_alike():
    assert not look_ahead(**USUAL).has_range


def test_look_ahead_has_a_wider_range_where_months_differ_more():
    some = look_ahead(**USUAL | {"months": [280, 300, 320]})
    more = look_ahead(**USUAL | {"months": [100, 300, 500]})
    assert some.low < some.expected < some.high
    assert more.high - more.low == pytest.approx(10 * (some.high - some.low), abs=10)


def test_look_ahead_never_falls_below_what_is_reached():
    assert look_ahead(**USUAL | {"months": [0, 0, 9_000]}).low == 1_000


def test_look_ahead_divides_by_the_days_there_were():
    ahead = look_ahead(**USUAL | {"starts_on": date(2024, 12, 22), "recent": 100, "months": []})
    assert ahead.expected == 2_000


def test_look_ahead_does_not_promise_a_day_without_a_pace():
    ahead = look_ahead(**USUAL | {"recent": 0})
    assert (ahead.expected, ahead.reached_on) == (1_000, None)


def test_look_ahead_does_not_promise_a_day_in_centuries():
    assert look_ahead(**USUAL | {"recent": 1, "goal": 400_000}).reached_on is None


def test_look_ahead_after_the_goal_needs_nothing():
    ahead = look_ahead(**USUAL | {"reached": 2_500})
    assert (ahead.needed, ahead.reached_on) == (0, USUAL["today"])


def test_look_ahead_after_the_due_day_says_what_is_missing():
    ahead = look_ahead(**USUAL | {"today": date(2026, 1, 1)})
    assert (ahead.expected, ahead.needed) == (1_000, 1_000)
