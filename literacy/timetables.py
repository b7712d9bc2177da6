"""Several sittings in a row: so many a day, with a break between them. Pure."""

from datetime import datetime, timedelta


def repeated(
    start: datetime, length: timedelta, *, times: int, a_day: int = 1, pause: timedelta = timedelta(0)
) -> list[tuple[datetime, datetime]]:
    """Start and end of each of `times` sittings; days follow each other, each beginning at the same time of day."""
    begins = [start + timedelta(days=number // a_day) + (number % a_day) * (length + pause) for number in range(times)]
    return [(begin, begin + length) for begin in begins]
