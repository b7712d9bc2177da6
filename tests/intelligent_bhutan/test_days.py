"""Days of Thimphu, six hours ahead of the world's clock."""

from datetime import UTC, date, datetime

from intelligent_bhutan.days import end_of, start_of


def test_day_begins_and_ends_at_midnight_in_thimphu():
    day = date(2027, 2, 28)
    assert start_of(day).astimezone(UTC) == datetime(2027, 2, 27, 18, tzinfo=UTC)
    assert end_of(day) == start_of(date(2027, 3, 1))
