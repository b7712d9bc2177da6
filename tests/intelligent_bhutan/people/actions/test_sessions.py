"""How long a session lasts, for whom, and that a person ends their own."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.people.actions import sessions
from tests.factories.people import PersonFactory
from tests.factories.recovering import an_officer

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def a_session(**ago):
    """A session that began and was last seen so long ago."""
    session = SessionStore()
    for name, before in ago.items():
        session[name] = (NOW - timedelta(**before)).isoformat()
    return session


def tracked(person):
    """A session of the person's on another device."""
    store = SessionStore()
    store.create()
    return UserSession.objects.create(user=person, ip="10.1.2.3", user_agent="", session_key=store.session_key)


@pytest.mark.parametrize(
    ("begun", "seen", "staff", "over"),
    [
        ({"minutes": 61}, {"minutes": 61}, True, True),
        ({"minutes": 61}, {"minutes": 61}, False, False),
        ({"minutes": 59}, {"minutes": 59}, True, False),
        ({"hours": 12, "minutes": 1}, {"minutes": 1}, True, True),
        ({"days": 13}, {"days": 13}, False, False),
    ],
)
def test_staff_are_out_after_an_hour_at_rest_and_twelve_in_all(begun, seen, staff, over):
    session = a_session(begun=begun, seen=seen)
    session["staff"] = staff
    assert sessions.is_over(session, at=NOW) is over


@pytest.mark.parametrize(("hours", "over"), [(7, False), (9, True)])
def test_shared_device_is_out_after_a_school_day_however_busy(hours, over):
    session = a_session(begun={"hours": hours}, seen={"minutes": 1})
    sessions.keep_at_most(session, timedelta(hours=8))
    assert session.get_expire_at_browser_close()
    assert sessions.is_over(session, at=NOW) is over


@pytest.mark.parametrize(
    ("seen", "staff", "noted"),
    [
        ({"minutes": 4}, True, False),
        ({"minutes": 6}, True, True),
        ({"minutes": 6}, False, False),
        ({"minutes": 61}, False, True),
    ],
)
def test_visit_is_written_down_now_and_then(seen, staff, noted):
    session = a_session(begun={"days": 3}, seen=seen)
    session["staff"] = staff
    sessions.note_visit(session, is_staff=lambda: staff, at=NOW)
    assert (session["seen"] == NOW.isoformat()) is noted


def test_session_of_before_the_limits_begins_to_count_now():
    session = a_session()
    assert not sessions.is_over(session, at=NOW)
    sessions.note_visit(session, is_staff=lambda: True, at=NOW)
    assert (session["begun"], session["staff"]) == (NOW.isoformat(), True)


def test_who_was_given_a_role_meanwhile_is_held_to_its_hours():
    session = a_session(begun={"hours": 13}, seen={"minutes": 61})
    assert not sessions.is_over(session, at=NOW)
    sessions.note_visit(session, is_staff=lambda: True, at=NOW)
    assert sessions.is_over(session, at=NOW)


def test_who_rested_too_long_goes_on_as_nobody(client):
    client.force_login(an_officer())
    assert client.get(reverse("my_page")).status_code == 200
    session = client.session
    session["seen"] = (timezone.now() - timedelta(hours=2)).isoformat()
    session.save()
    assert client.get(reverse("my_page")).url.startswith(reverse("account_login"))


def test_person_ends_their_own_sessions_and_nobody_elses():
    person, other = PersonFactory(), PersonFactory()
    mine, theirs = tracked(person), tracked(other)
    assert not sessions.end(person=person, name=sessions.name_of(theirs), by=person)
    assert sessions.end(person=person, name=sessions.name_of(mine), by=person)
    assert [held.user for held in UserSession.objects.all()] == [other]
    assert not SessionStore().exists(mine.session_key)


def test_all_others_end_and_this_one_stays():
    person = PersonFactory()
    here, _second, _third = tracked(person), tracked(person), tracked(person)
    assert sessions.end_others(person=person, but=here.session_key, by=person) == 2
    assert list(UserSession.objects.all()) == [here]
