"""Limits on trying, with time as it passes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intelligent_bhutan.people.actions import limits
from intelligent_bhutan.people.models import SignInLimit
from tests.moments import at_once

KEY, CLASS = "person:one", "cohort:ABC234"
START = timezone.now()


def after(**time):
    return START + timedelta(**time)


def use_up(key, tries, **options):
    """Take tries at the start; returns how many there were."""
    return sum(limits.take(key, at=START, **options) for _ in range(tries))


@pytest.mark.django_db
def test_the_fifth_try_begins_a_pause_of_a_minute():
    assert use_up(KEY, 4) == 4
    assert limits.blocked_until(KEY, at=START) is None
    assert use_up(KEY, 10) == 1
    assert limits.blocked_until(KEY, at=START) == after(minutes=1)


@pytest.mark.django_db
def test_each_further_try_doubles_the_pause_up_to_an_hour():
    use_up(KEY, 5)
    now, pauses = after(minutes=1), []
    for _ in range(8):
        assert limits.take(KEY, at=now)
        until = limits.blocked_until(KEY, at=now)
        pauses.append((until - now).seconds // 60)
        now = until
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]


@pytest.mark.django_db
def test_a_day_later_all_is_forgotten():
    use_up(KEY, 5)
    assert limits.take(KEY, at=after(hours=24, seconds=1))
    assert limits.blocked_until(KEY, at=after(hours=24, seconds=1)) is None


@pytest.mark.django_db
def test_forgetting_frees_at_once_and_one_learner_alone():
    use_up(KEY, 5), use_up("person:two", 5)
    limits.forget(KEY)
    assert use_up(KEY, 4) == 4
    assert limits.blocked_until("person:two", at=START) is not None


@pytest.mark.django_db
def test_a_class_has_a_hundred_tries_or_as_many_as_learners_and_waits_minutes():
    assert use_up(CLASS, 99) == 99
    assert limits.blocked_until(CLASS, at=START) is None
    assert use_up("cohort:LARGE2", 400, free=300) == 300
    for _ in range(10):
        now = limits.blocked_until("cohort:LARGE2", at=START) or START
        limits.take("cohort:LARGE2", free=300, at=now)
    assert limits.blocked_until("cohort:LARGE2", at=now) - now == timedelta(minutes=4)


@pytest.mark.django_db
def test_line_that_a_whole_school_shares_has_six_hundred_tries_a_day():
    key = limits.of_line("192.0.2.1")
    SignInLimit.objects.create(key=key, failures=598, first_at=START)
    assert (use_up(key, 1), limits.blocked_until(key, at=START)) == (1, None)
    assert (use_up(key, 5), limits.blocked_until(key, at=START)) == (1, after(minutes=1))


@pytest.mark.usefixtures("committed")
def test_tries_at_the_same_moment_are_no_more_than_one_after_another():
    assert sum(at_once(*[lambda: limits.take(KEY)] * 24)) == 5
