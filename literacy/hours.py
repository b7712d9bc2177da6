"""Opening hours: read as people write them, and what they say at a moment. Pure: the clock is that of the place.

A span is (weekday, opens, closes), Monday being 0; it holds its first minute and no longer its last.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from intelligent_bhutan.dzongkha import to_ascii_digits

DAYS = 7
MOST_SPANS = 4  # a day
CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
SPAN = re.compile(rf"{CLOCK}\s*(?:-|–|—|to)\s*{CLOCK}", re.IGNORECASE)
BETWEEN = re.compile(r"[,;༎།]")

Span = tuple[int, time, time]


class Now(NamedTuple):
    """What the hours say at a moment: open until then, or closed and opening next then (None where never)."""

    is_open: bool
    until: datetime | None


def read(text: str) -> list[tuple[time, time]]:
    """One day's hours from such as "9-12, 13:00-17:00", in order; nothing written is closed all day.

    Raises: ValueError for what is no time, and as `in_order` does.
    """
    parts = [part.strip() for part in BETWEEN.split(to_ascii_digits(text)) if part.strip()]
    return in_order([one(part) for part in parts])


def in_order(stretches: Iterable[tuple[time, time]]) -> list[tuple[time, time]]:
    """One day's hours sorted. Raises: ValueError where one ends before it begins, two overlap, or there are five."""
    found = sorted(stretches)
    if any(closes <= opens for opens, closes in found) or len(found) > MOST_SPANS:
        raise ValueError(found)
    if any(later[0] < earlier[1] for earlier, later in pairwise(found)):
        raise ValueError(found)
    return found


def one(part: str) -> tuple[time, time]:
    """One span. Raises ValueError for what is none."""
    match = SPAN.fullmatch(part)
    if not match:
        raise ValueError(part)
    hour, minute, last_hour, last_minute = (int(number or 0) for number in match.groups())
    return time(hour, minute), time(last_hour, last_minute)


def written(spans: Iterable[tuple[time, time]]) -> str:
    """One day's hours as `read` takes them."""
    return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in sorted(spans))


def at(spans: Sequence[Span], moment: datetime) -> Now:
    """What the hours say at this moment of the place's own clock. Spans that touch are one."""
    begins = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    stretches = sorted(
        (clock(begins + timedelta(days=ahead), opens), clock(begins + timedelta(days=ahead), closes))
        for ahead in range(DAYS + 1)
        for weekday, opens, closes in spans
        if weekday == (begins.weekday() + ahead) % DAYS
    )
    until = None
    for opens, closes in stretches:
        if opens <= (until or moment) < closes:
            until = closes
    if until:
        return Now(is_open=True, until=until)
    return Now(is_open=False, until=next((opens for opens, _ in stretches if opens > moment), None))


def clock(day: datetime, at: time) -> datetime:
    """That time of that day."""
    return day.replace(hour=at.hour, minute=at.minute)
