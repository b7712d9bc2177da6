"""Folding while others write, beside other folders, and killed in the middle: always what a recount finds."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, connections, transaction
from django.db.utils import InternalError, OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelligent_bhutan.people.models import User
from intelligent_bhutan.places.models import Gewog
from literacy.actions import counting, standing
from literacy.models import Metric, StandingDelta
from literacy.queries.standing import cells
from tests.factories.literacy_counting import DAY, citizen, proficient

PEOPLE = 6
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["enrol", "pass", "move", "correct", "revoke", "bulk", "fold"]),
        st.integers(0, PEOPLE - 1),
        st.integers(0, 3),
    ),
    min_size=4,
    max_size=25,
)


@pytest.fixture
def people(committed):
    """A few citizens of the first gewog."""
    return [citizen().pk for _ in range(PEOPLE)]


def test_truncate_of_standings_is_refused(committed):
    with connections["owner"].cursor() as cursor, pytest.raises(InternalError, match="would not be counted"):
        cursor.execute("truncate literacy_standing")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(left=STEPS, right=STEPS)
def test_counts_equal_a_recount_whatever_happens_at_once(people, left, right):
    writers_are_done = Event()
    with ThreadPoolExecutor(max_workers=5) as threads:
        folders = [threads.submit(fold_until, writers_are_done) for _ in range(2)]
        watcher = threads.submit(check_until, writers_are_done)
        writers = [threads.submit(do_all, steps, people) for steps in (left, right)]
        try:
            for writer in writers:
                writer.result()
        finally:
            writers_are_done.set()
        for other in (*folders, watcher):
            other.result()
    assert counting.reconcile() == []
    counting.fold_all()
    assert StandingDelta.objects.count() == 0
    assert counting.reconcile() == []
    assert cells().totals == recounted()


def recounted():
    """People in each metric, counted one by one."""
    return {m: standing.Standing.objects.filter(**{f"{m}_on__isnull": False}).count() for m in Metric.values}


def do_all(steps, people):
    """One writer's steps."""
    try:
        gewogs = list(Gewog.objects.order_by("pk")[:4])
        for verb, who, where in steps:
            do(verb, User.objects.get(pk=people[who]), gewogs[where], people)
    finally:
        connection.close()


def do(verb, person, gewog, people):
    """One thing that may happen to a person."""
    if verb == "enrol":
        standing.reach(citizen=person, metric="enrolled", on=DAY)
    elif verb == "pass":
        standing.reach(citizen=person, metric="proficient", on=DAY.replace(day=gewog.pk % 28 + 1))
    elif verb == "move":
        User.objects.filter(pk=person.pk).update(gewog=gewog)
        standing.correct(citizen=User.objects.get(pk=person.pk), by=None)
    elif verb == "correct":
        person.gender = random.choice(User.Gender.values)
        standing.correct(citizen=person, by=None)
    elif verb == "revoke" and standing.Standing.objects.filter(citizen=person).exists():
        standing.withdraw(citizen=person, metric="proficient")
    elif verb == "bulk":
        standing.reach_many(citizens=User.objects.filter(pk=person.pk), metric="completed", on=DAY)
    elif verb == "fold":
        counting.fold(limit=2)


def fold_until(done):
    """A folder that never rests."""
    try:
        while not done.is_set():
            counting.fold(limit=3)
    finally:
        connection.close()


def check_until(done):
    """A reader that compares counts with facts all the time."""
    try:
        while not done.is_set():
            assert counting.reconcile() == []
    finally:
        connection.close()


def test_folder_that_is_killed_leaves_nothing_half_done(committed):
    proficient(3)
    pending = StandingDelta.objects.count()
    with ThreadPoolExecutor(max_workers=1) as threads, pytest.raises(OperationalError):
        threads.submit(fold_and_be_killed).result()
    assert StandingDelta.objects.count() == pending
    assert counting.fold() == pending
    assert counting.reconcile() == []
    assert cells().totals["proficient"] == 3


def fold_and_be_killed():
    """Fold in a transaction whose server process ends before it commits."""
    try:
        with transaction.atomic():
            counting.fold()
            with connection.cursor() as cursor:
                cursor.execute("select pg_terminate_backend(pg_backend_pid())")
    finally:
        connection.close()


def test_two_folders_share_the_work_and_neither_waits(committed):
    proficient(2)
    proficient(2, gender=User.Gender.FEMALE)
    with transaction.atomic():
        first = counting.fold(limit=4)
        with ThreadPoolExecutor(max_workers=1) as threads:
            assert threads.submit(pending_for_another).result(timeout=10) == 4
    assert first == 4
    assert counting.fold() == 4


def pending_for_another():
    """How many deltas a second folder may take now."""
    try:
        with transaction.atomic():
            return len(StandingDelta.objects.select_for_update(skip_locked=True).order_by("pk")[:100])
    finally:
        connection.close()
