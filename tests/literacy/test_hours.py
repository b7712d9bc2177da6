"""Opening hours as people write them, and what they say at a moment."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literacy import hours

MONDAY = datetime(2026, 11, 30)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@st.composite
def days(draw):
    """One day's hours, in order and apart."""
    edges = sorted(draw(st.lists(TIMES, max_size=8, unique=True)))
    return list(zip(edges[::2], edges[1::2], strict=False))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("  ", []),
        ("9-17", [(time(9), time(17))]),
        ("9:00–12:30, 13.15 - 17", [(time(9), time(12, 30)), (time(13, 15), time(17))]),
        ("13-17; 9 to 12", [(time(9), time(12)), (time(13), time(17))]),
        ("༩-༡༧", [(time(9), time(17))]),
        ("9-12, 12-17", [(time(9), time(12)), (time(12), time(17))]),
    ],
)
def test_hours_are_read_as_people_write_them(text, spans):
    assert hours.read(text) == spans


@pytest.mark.parametrize(
    "text", ["closed", "9", "17-9", "9-9", "9-25", "9:70-12", "9-12, 11-17", "1-2,3-4,5-6,7-8,9-10", "9-12 13-17", "-"]
)
def test_what_makes_no_sense_is_refused(text):
    with pytest.raises(ValueError):
        hours.read(text)


@given(days())
def test_what_is_written_is_read_again(spans):
    assert hours.read(hours.written(spans)) == spans


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), days()), max_size=7, unique_by=lambda day: day[0]), st.integers(0, 10_079))
def test_it_is_open_within_its_spans_alone_and_nothing_changes_before_it_says(week, minute):
    spans = [(day, *span) for day, stretches in week for span in stretches]
    moment = MONDAY + timedelta(minutes=minute)

    def is_open(at):
        return any(day == at.weekday() and opens <= at.time() < closes for day, opens, closes in spans)

    now = hours.at(spans, moment)
    assert now.is_open == is_open(moment)
    if now.until is None:
        assert not spans
        return
    assert now.until > moment
    assert is_open(now.until) != now.is_open
    steps = range(1, int((now.until - moment) / timedelta(minutes=1)))
    assert all(is_open(moment + timedelta(minutes=step)) == now.is_open for step in steps)


def test_it_opens_next_on_another_day_or_in_a_week():
    spans = [(0, time(9), time(12))]
    assert hours.at(spans, MONDAY.replace(hour=8)) == (False, MONDAY.replace(hour=9))
    assert hours.at(spans, MONDAY.replace(hour=11, minute=59)) == (True, MONDAY.replace(hour=12))
    assert hours.at(spans, MONDAY.replace(hour=12)) == (False, MONDAY.replace(hour=9) + timedelta(days=7))
    assert hours.at([], MONDAY) == (False, None)
