"""Limits on trying, per learner, cohort and login name and never per address alone, since a class shares one.

They stand in the database: a restart of the cache forgets none. Call these outside a transaction that may roll back.
"""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from intelligent_bhutan import sealing
from intelligent_bhutan.people.models import SignInLimit

FREE = {  # tries before a pause
    "person": 5,
    "cohort": 100,
    "login": 5,
    "reset": 3,
    "line": 600,  # a school, or all phones of a mobile operator; a slip of twelve digits is guessed no sooner
    "lookup": 60,
    "join": 10,
    "report": 10,
}
FORGOTTEN_AFTER = timedelta(hours=24)
FIRST_PAUSE = timedelta(minutes=1)
# a class waits shortly, and who has a password not for long: nobody is kept out by another who guesses on purpose
LONGEST_PAUSE = {
    "person": timedelta(hours=1),
    "cohort": timedelta(minutes=4),
    "login": timedelta(minutes=15),
    "report": timedelta(minutes=15),
    "join": timedelta(hours=1),
    "reset": timedelta(hours=1),
    "line": timedelta(minutes=15),
    "lookup": timedelta(hours=1),
}

# one statement: tries that come at the same moment queue at the row, and none gets past a pause that another began
COUNT = """
insert into people_signinlimit as held (key, failures, first_at, blocked_until) values (%(key)s, 1, %(now)s, null)
on conflict (key) do update set (failures, first_at, blocked_until) = (
  select n, case when n = 1 then %(now)s else held.first_at end,
         case when n >= %(free)s then %(now)s + least(%(first)s * power(2, least(n - %(free)s, 10)), %(longest)s) end
  from (select case when held.first_at < %(old)s then 1 else least(held.failures + 1, 30000) end as n) as counted)
where held.blocked_until is null or held.blocked_until <= %(now)s
returning failures
"""


def of_person(person):
    """The key of one learner."""
    return f"person:{person.public_id}"


def of_cohort(code):
    """The key of one cohort."""
    return f"cohort:{code}"[:120]


def of_login(name):
    """The key of what somebody typed to say who they are, as a digest: it may be anything, a password too."""
    return f"login:{sealing.digest('login', name.casefold(), settings.SECRET_KEY).hex()}"


def of_reports(person, origin):
    """The key of whoever says that something is wrong: the person, else the network address, kept as a digest."""
    return f"report:{sealing.digest('report', str(person.public_id if person else origin), settings.SECRET_KEY).hex()}"


def of_join(person):
    """The key of one person who types invitation codes."""
    return f"join:{person.public_id}"


def of_reset(name):
    """The key of asking for a code under this name, by whichever of its spellings."""
    return f"reset:{sealing.digest('reset', name.casefold(), settings.SECRET_KEY).hex()}"


def of_line(address):
    """The key of the line that asks, which a whole school or a mobile operator's customers may share."""
    return f"line:{sealing.digest('line', address, settings.SECRET_KEY).hex()}"


def of_lookup(officer):
    """The key of an officer who looks for people."""
    return f"lookup:{officer.public_id}"


def blocked_until(*keys, at=None):
    """When the last of these keys may try again, or None where all may now."""
    at = at or timezone.now()
    held = SignInLimit.objects.filter(key__in=keys, blocked_until__gt=at).order_by("-blocked_until").first()
    return held.blocked_until if held else None


def take(key, *, free=0, at=None):
    """Take one try under the key, before the PIN is looked at; the right PIN gives it back by `forget`.

    Returns whether there was one: during a pause there is none, and it is not counted. The last free one begins a
    pause, and each one after that a pause twice as long. `free` raises the number of free tries, as for a large class.
    """
    at, kind = at or timezone.now(), key.split(":")[0]
    values = {
        "key": key,
        "now": at,
        "old": at - FORGOTTEN_AFTER,
        "free": max(free, FREE[kind]),
        "first": FIRST_PAUSE,
        "longest": LONGEST_PAUSE[kind],
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        return cursor.fetchone() is not None


def forget(*keys):
    """The right PIN wipes the slate."""
    SignInLimit.objects.filter(key__in=keys).delete()
