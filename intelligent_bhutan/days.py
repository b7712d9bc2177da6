"""The moments at which a day of Thimphu begins and ends."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def start_of(day: date) -> datetime:
    """The first moment of the day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """The moment at which the day is over: the first of the next."""
    return start_of(day + timedelta(days=1))
