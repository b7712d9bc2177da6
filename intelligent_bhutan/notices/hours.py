"""Quiet hours: when no phone should ring. Pure: the hours are arguments."""

from datetime import datetime, time, timedelta


def quiet_until(at: datetime, *, begin: time, end: time) -> datetime | None:
    """When the quiet hours around this moment end, or None where it lies outside them.

    `at` is in the place's own time. Hours from evening to morning go over midnight; equal ones mean there are none.
    """
    clock = at.time()
    if not (begin <= clock < end if begin <= end else clock >= begin or clock < end):
        return None
    over = datetime.combine(at.date(), end, tzinfo=at.tzinfo)
    return over if over > at else over + timedelta(days=1)
