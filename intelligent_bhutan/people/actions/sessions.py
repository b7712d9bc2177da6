"""Where a person is signed in: how long that lasts, and ending it.

A session bears when it began and when it was last seen. Whoever has a role is out after an hour at rest and twelve in
all; everybody else stays for two weeks after the last visit, and a shared device of a class for a school day.
"""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from intelligent_bhutan import audit, sealing

BEGUN, SEEN, STAFF, LONGEST = "begun", "seen", "staff", "longest"
STAFF_IDLE, STAFF_LONGEST = timedelta(hours=1), timedelta(hours=12)
STAFF_NOTED, NOTED = timedelta(minutes=5), timedelta(hours=1)  # how often a visit is written down
NOWHERE = "0.0.0.0"  # noqa: S104 no address to listen on: what stands instead of a learner's


def begin(session, *, staff, at=None):
    """A person has just signed in."""
    session[BEGUN] = session[SEEN] = (at or timezone.now()).isoformat()
    session[STAFF] = staff


def keep_at_most(session, time):
    """It ends with the browser, and after this time whatever happens: a device that others use too."""
    session.set_expiry(0)
    session[LONGEST] = time.total_seconds()


def on_shared_device(request, time):
    """The session of a device that others use too: known to its owner, over with the browser and at most this long."""
    keep_at_most(request.session, time)
    UserSession.objects.create_from_request(request)
    UserSession.objects.filter(session_key=request.session.session_key).update(ip=NOWHERE)


def is_over(session, *, at=None):
    """Whether it has lasted too long. Reads nothing but the session, for every page asks."""
    if BEGUN not in session:
        return False
    at = at or timezone.now()
    lasted, rested = (at - parse_datetime(session[one]) for one in (BEGUN, SEEN))
    if LONGEST in session and lasted > timedelta(seconds=session[LONGEST]):
        return True
    return bool(session.get(STAFF)) and (lasted > STAFF_LONGEST or rested > STAFF_IDLE)


def note_visit(session, *, is_staff, at=None):
    """Write down now and then that somebody was here, and whether they have a role by now.

    The two weeks of a session that is kept begin anew with it.
    """
    at = at or timezone.now()
    every = STAFF_NOTED if session.get(STAFF) else NOTED
    if SEEN in session and at - parse_datetime(session[SEEN]) < every:
        return
    session.setdefault(BEGUN, at.isoformat())
    session[SEEN], session[STAFF] = at.isoformat(), is_staff()
    UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=at)


def name_of(held):
    """What a page calls a session: its key would open it."""
    return sealing.digest("session", held.session_key, settings.SECRET_KEY).hex()[:32]


@transaction.atomic
def end(*, person, name, by):
    """End the person's session of this name. Returns whether there was one."""
    held = next((one for one in UserSession.objects.filter(user=person) if name_of(one) == name), None)
    if held is not None:
        held.end()
        audit.record("session:ended", subject=person, by=by)
    return held is not None


@transaction.atomic
def end_others(*, person, but, by):
    """End all of the person's sessions but the one with this key. Returns how many."""
    count = end_all(person, but=but)
    if count:
        audit.record("session:others_ended", subject=person, by=by)
    return count


def end_all(person, *, but=None):
    """Nobody is signed in as this person any more, on whichever phone, except in the session with this key.

    In the caller's transaction, which leaves the audit line of what made it necessary. Returns how many ended.
    """
    held = list(UserSession.objects.filter(user=person).exclude(session_key=but or ""))
    for session in held:
        session.end()
    return len(held)
