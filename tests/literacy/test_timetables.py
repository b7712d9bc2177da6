import itertools
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from literacy.timetables import repeated

NINE = datetime(2026, 12, 1, 9)


def test_three_a_day_follow_each_other_with_a_break_and_go_on_the_next_day():
    found = repeated(NINE, timedelta(hours=3), times=4, a_day=3, pause=timedelta(minutes=30))
    assert [start for start, _end in found] == [
        NINE,
        datetime(2026, 12, 1, 12, 30),
        datetime(2026, 12, 1, 16),
        datetime(2026, 12, 2, 9),
    ]


@given(st.integers(1, 30), st.integers(1, 4), st.integers(1, 5), st.integers(0, 60))
def test_no_two_of_them_overlap_where_a_day_holds_them(times, a_day, hours, minutes):
    found = repeated(NINE, timedelta(hours=hours), times=times, a_day=a_day, pause=timedelta(minutes=minutes))
    assert len(found) == times
    if a_day * (hours * 60 + minutes) <= 24 * 60:
        assert all(end <= later for (_start, end), (later, _end) in itertools.pairwise(found))
