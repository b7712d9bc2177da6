"""Where the country will be at the present pace, and the pace it needs. Pure arithmetic; days are Thimphu's.

The pace is the mean of the last 90 days. The range covers about four outcomes in five: it grows with how much full
months differ from each other, and with how short the time is from which the pace was taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, sqrt
from statistics import stdev

PACE_DAYS = 90
MONTH = 30.44  # days
FOUR_IN_FIVE = 1.28  # standard deviations on either side
MONTHS_COMPARED = 12

Plan = Sequence[tuple[date, int]]


@dataclass(frozen=True)
class Forecast:
    """Expected people on the due day with a low and a high; paces in people a month; the day the goal is reached."""

    expected: int
    low: int
    high: int
    pace: float
    needed: float
    reached_on: date | None

    @property
    def has_range(self) -> bool:
        return self.low < self.high


def planned(plan: Plan, day: date) -> int:
    """What the plan says for a day, on straight lines between its points; its ends go on level."""
    if not plan:
        return 0
    before = [(on, value) for on, value in plan if on <= day]
    after = [(on, value) for on, value in plan if on > day]
    if not before or not after:
        return (before[-1] if before else after[0])[1] if before else 0
    (left, low), (right, high) = before[-1], after[0]
    return round(low + (high - low) * (day - left).days / (right - left).days)


def look_ahead(
    *, reached: int, goal: int, today: date, starts_on: date, due_on: date, recent: int, months: Sequence[int]
) -> Forecast:
    """The forecast for the due day.

    `recent` are the people of the last 90 days (of all days since the start, where those are fewer); `months` the
    people of each full month, oldest first, zeros included.
    """
    pace_days = max(1, min(PACE_DAYS, (today - starts_on).days))
    daily = recent / pace_days
    days_left = max(0, (due_on - today).days)
    expected = reached + daily * days_left
    spread = FOUR_IN_FIVE * deviation(months, days_left / MONTH, pace_days / MONTH)
    missing = max(0, goal - reached)
    return Forecast(
        expected=round(expected),
        low=max(reached, round(expected - spread)),
        high=max(reached, round(expected + spread)),
        pace=daily * MONTH,
        needed=missing / days_left * MONTH if days_left else float(missing),
        reached_on=day_of_goal(missing, daily, today),
    )


def deviation(months: Sequence[int], months_left: float, months_of_pace: float) -> float:
    """Standard deviation of the people still to come: months differ, and so would the pace of other 90 days."""
    months = months[-MONTHS_COMPARED:]
    if len(months) < 2:
        return 0.0
    return stdev(months) * sqrt(months_left + months_left**2 / max(1.0, months_of_pace))


def day_of_goal(missing: int, daily: float, today: date) -> date | None:
    """The day on which the goal is reached at this pace; None where that is never, or after a hundred years."""
    if missing == 0:
        return today
    if daily <= 0 or (days := ceil(missing / daily)) > 36_525:
        return None
    return today + timedelta(days=days)
