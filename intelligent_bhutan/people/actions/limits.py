"""Limits on trying, per learner and per cohort and never per address alone, since a class shares one.

They stand in the database: a restart of the cache forgets none. Call these outside a transaction that may roll back.
"""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from intelligent_bhutan.people.models import SignInLimit

FREE = {"person": 5, "cohort": 100}  # failures before a pause
FORGOTTEN_AFTER = timedelta(hours=24)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)

COUNT = """
insert into people_signinlimit (key, failures, first_at, blocked_until) values (%(key)s, 1, %(now)s, null)
on conflict (key) do update set
  failures = case when people_signinlimit.first_at < %(old)s then 1
                  else least(people_signinlimit.failures + 1, 1000) end,
  first_at = case when people_signinlimit.first_at < %(old)s then %(now)s else people_signinlimit.first_at end
returning failures
"""


def of_person(person):
    """The key of one learner."""
    return f"person:{person.public_id}"


def of_cohort(code):
    """The key of one cohort."""
    return f"cohort:{code}"[:120]


def blocked_until(*keys, at=None):
    """When the last of these keys may try again, or None where all may now."""
    at = at or timezone.now()
    held = SignInLimit.objects.filter(key__in=keys, blocked_until__gt=at).order_by("-blocked_until").first()
    return held.blocked_until if held else None


def note_failure(*keys, at=None):
    """One more failure under each key, counted in one statement each; past the free ones each pause doubles."""
    at = at or timezone.now()
    for key in keys:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, {"key": key, "now": at, "old": at - FORGOTTEN_AFTER})
            failures = cursor.fetchone()[0]
        over = failures - FREE[key.split(":")[0]]
        if over >= 0:
            pause = min(FIRST_PAUSE * 2 ** min(over, 10), LONGEST_PAUSE)
            SignInLimit.objects.filter(key=key).update(blocked_until=at + pause)


def forget(*keys):
    """The right PIN wipes the slate."""
    SignInLimit.objects.filter(key__in=keys).delete()
