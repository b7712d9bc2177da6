"""Quiet hours."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelligent_bhutan.notices.hours import quiet_until

EVENING, MORNING = time(20), time(7)


@pytest.mark.parametrize(
    ("clock", "over"),
    [
        ("2026-12-05T19:59", None),
        ("2026-12-05T20:00", "2026-12-06T07:00"),
        ("2026-12-05T23:59", "2026-12-06T07:00"),
        ("2026-12-06T00:00", "2026-12-06T07:00"),
        ("2026-12-06T06:59", "2026-12-06T07:00"),
        ("2026-12-06T07:00", None),
        ("2026-12-06T12:00", None),
    ],
)
def test_night_is_quiet(clock, over):
    at = datetime.fromisoformat(clock).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(over).replace(tzinfo=UTC) if over else None
    assert quiet_until(at, begin=EVENING, end=MORNING) == expected


MINUTES = st.integers(0, 24 * 60 - 1)


def clock(minutes):
    """The time of day so many minutes after midnight."""
    return time(minutes // 60, minutes % 60)


@given(MINUTES, MINUTES, MINUTES)
def test_what_waits_is_free_afterwards(now, begin, end):
    at, begin, end = datetime.combine(datetime(2026, 12, 5), clock(now), UTC), clock(begin), clock(end)
    over = quiet_until(at, begin=begin, end=end)
    if over is not None:
        assert at < over <= at + timedelta(days=1)
        assert quiet_until(over, begin=begin, end=end) is None


def test_equal_hours_mean_none():
    assert quiet_until(datetime(2026, 12, 5, 20, tzinfo=UTC), begin=EVENING, end=EVENING) is None
