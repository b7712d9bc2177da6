from datetime import UTC, date, datetime, time

from intelligent_bhutan.templatetags.dzongkha import clock, day, moment


def test_moments_are_told_by_thimphus_clock_in_whatever_zone_they_come():
    late = datetime(2026, 12, 5, 20, 30, tzinfo=UTC)
    assert (day(late), clock(late)) == ("6 December 2026", "02:30")
    assert moment(late) == "6 December 2026, 02:30"


def test_days_and_times_of_day_are_told_as_they_are():
    assert (day(date(2026, 12, 5)), clock(time(20, 30)), moment(None), clock(None)) == (
        "5 December 2026",
        "20:30",
        "",
        "",
    )
