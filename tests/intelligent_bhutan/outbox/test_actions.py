"""Posting, claiming, carrying and bringing back: nothing lost, nothing done twice."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import redis
from django.conf import settings as portal
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.outbox import actions
from intelligent_bhutan.outbox.models import Message
from tests.factories.outbox import DeadFactory, MessageFactory, work
from tests.factories.people import PersonFactory
from tests.installation import with_path
from tests.moments import alone, at_once

QUEUE = f"tests-outbox-{os.getpid()}"  # no worker listens here; tests that run at once share the broker


@pytest.fixture
def done():
    """The payloads that the handler of `tests.work` was given, in order."""
    seen = []
    with work(lambda **payload: seen.append(payload), queue=QUEUE):
        yield seen


@pytest.fixture
def sent(worker_name):
    """How many wake-ups lie in the broker's queue."""
    broker = redis.Redis.from_url(portal.CELERY_BROKER_URL)
    broker.delete(QUEUE)
    yield lambda: broker.llen(QUEUE)
    broker.delete(QUEUE)


def fails(**_):
    raise RuntimeError("Sonam Choden 11007002345")


def age(message, **changes):
    Message.objects.filter(pk=message.pk).update(**changes)
    message.refresh_from_db()
    return message


# --- posting ---------------------------------------------------------------------------------------------------------


def test_post_wakes_a_worker_once_the_transaction_commits(committed, done, sent):
    with transaction.atomic():
        message = actions.post("tests.work", award=7)
        assert sent() == 0
    assert sent() == 1
    assert Message.objects.get().payload == {"award": 7}
    assert actions.carry(message.pk) is True
    assert done == [{"award": 7}]


def test_post_rolled_back_leaves_no_message_and_sends_none(committed, done, sent):
    with transaction.atomic():
        actions.post("tests.work", award=7)
        transaction.set_rollback(True)
    assert sent() == 0
    assert Message.objects.count() == 0


POST_WITHOUT_BROKER = """
import django
django.setup()
from intelligent_bhutan import outbox
print(outbox.post("certificates.print", award=0).pk)
"""


def test_post_outlives_a_broker_that_is_down(committed):
    """Another process, whose broker's port (9, "discard") has nobody behind it: the row stands and is found."""
    environment = os.environ | {
        "DATABASE_URL": with_path(os.environ["DATABASE_URL"], committed),
        "REDIS_URL": "redis://127.0.0.1:9/0",
        "DJANGO_SETTINGS_MODULE": "intelligent_bhutan.settings",
    }
    command = [sys.executable, "-c", POST_WITHOUT_BROKER]
    run = subprocess.run(command, env=environment, cwd=portal.BASE_DIR, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    assert "The broker did not take message" in run.stderr
    assert Message.objects.due(timezone.now()).get().pk == int(run.stdout)


@pytest.mark.django_db
def test_post_of_an_unknown_kind_fails_the_action():
    with pytest.raises(KeyError):
        actions.post("tests.misspelt")


@pytest.mark.django_db
def test_post_under_one_key_is_one_message_while_it_waits(done):
    first = actions.post("tests.work", key="7", award=7)
    assert actions.post("tests.work", key="7", award=7).pk == first.pk
    assert actions.post("tests.work", key="8", award=8).pk != first.pk
    actions.carry(first.pk)
    assert actions.post("tests.work", key="7", award=7).pk != first.pk
    assert Message.objects.count() == 3


@pytest.mark.django_db
def test_post_without_a_key_is_a_message_each_time(done):
    assert actions.post("tests.work", n=1).pk != actions.post("tests.work", n=1).pk


@pytest.mark.django_db
def test_post_with_a_delay_waits_for_its_time(done):
    message = actions.post("tests.work", key="later", delay=timedelta(hours=1))
    assert actions.dispatch() == 0
    assert actions.dispatch(at=message.next_at) == 1


@pytest.mark.django_db
def test_post_again_without_delay_brings_the_time_forward(done):
    actions.post("tests.work", key="x", delay=timedelta(hours=1))
    actions.post("tests.work", key="x")
    assert actions.dispatch() == 1


def test_post_while_the_old_message_is_carried_is_not_forgotten(committed):
    """What happened after the work began needs another message, though the key is the same."""
    begun, posted = threading.Event(), []

    def post():
        begun.wait(10)
        try:
            posted.append(actions.post("tests.work", key="x", n=2).pk)
        finally:
            connection.close()

    poster = threading.Thread(target=post)

    def takes_a_while(**_):
        begun.set()
        poster.join(0.3)
        assert posted == []  # it waits for the row that is being carried

    with work(takes_a_while, queue=QUEUE):
        first = actions.post("tests.work", key="x", n=1)
        poster.start()
        assert actions.carry(first.pk) is True
        poster.join(10)
    assert posted != [first.pk]
    assert Message.objects.get(state=Message.State.WAITING).payload == {"n": 2}


# --- dispatching -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_dispatch_sends_what_is_due_and_leases_it(done, sent):
    due = MessageFactory()
    MessageFactory(next_at=timezone.now() + timedelta(minutes=5))
    DeadFactory()
    MessageFactory(state=Message.State.DONE, finished_at=timezone.now())
    assert actions.dispatch() == 1
    assert sent() == 1
    assert actions.dispatch() == 0
    assert actions.dispatch(at=timezone.now() + actions.LEASE) == 1
    due.refresh_from_db()
    assert (due.state, due.attempts) == (Message.State.WAITING, 0)


@pytest.mark.django_db
def test_dispatch_takes_a_bounded_number_with_the_longest_due_first(done, sent):
    MessageFactory.create_batch(actions.CLAIMED_AT_ONCE)
    oldest = MessageFactory(next_at=timezone.now() - timedelta(hours=1))
    assert actions.dispatch() == actions.CLAIMED_AT_ONCE
    assert age(oldest).next_at > timezone.now()
    assert actions.dispatch() == 1


@pytest.mark.django_db
def test_dispatch_leaves_a_kind_without_handler_waiting(sent):
    MessageFactory(kind="tests.gone")
    actions.dispatch()
    assert Message.objects.get().state == Message.State.WAITING


def test_dispatchers_at_once_send_each_message_once(committed, done, sent):
    MessageFactory.create_batch(60)
    assert sum(at_once(*[actions.dispatch] * 4)) == 60
    assert sent() == 60


def test_dispatch_passes_over_what_is_being_carried(committed, done, sent):
    held, free = MessageFactory(), MessageFactory()
    release, locked = threading.Event(), threading.Event()

    def hold():
        try:
            with transaction.atomic():
                Message.objects.select_for_update().get(pk=held.pk)
                locked.set()
                release.wait(10)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(10)
    assert actions.dispatch() == 1
    assert actions.carry(held.pk) is False
    release.set()
    holder.join(10)
    assert age(free).next_at > timezone.now() > age(held).next_at


# --- carrying --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_carry_does_the_work_once(done):
    message = MessageFactory(payload={"award": 7})
    assert [actions.carry(message.pk) for _ in range(3)] == [True, False, False]
    assert done == [{"award": 7}]
    age(message)
    assert (message.state, message.attempts, message.error) == (Message.State.DONE, 1, "")


def test_carry_in_parallel_does_the_work_once(committed, done):
    message = MessageFactory(payload={"award": 7})

    def carry():
        try:
            actions.carry(message.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=carry) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert done == [{"award": 7}]


@pytest.mark.django_db
def test_carry_passes_over_what_is_gone(done):
    assert actions.carry(0) is False


@pytest.mark.django_db
def test_carry_undoes_what_a_failing_handler_wrote():
    def writes_and_fails(**_):
        PersonFactory(username="halfway")
        raise RuntimeError

    message = MessageFactory()
    with work(writes_and_fails):
        assert actions.carry(message.pk) is False
    assert not Message.objects.filter(state=Message.State.DONE).exists()
    assert not type(PersonFactory.build()).objects.filter(username="halfway").exists()


@pytest.mark.django_db
def test_carry_notes_a_failure_of_the_database_itself():
    def breaks_the_transaction(**_):
        with connection.cursor() as cursor:
            cursor.execute("select 1 / 0")

    message = MessageFactory()
    with work(breaks_the_transaction):
        actions.carry(message.pk)
    assert age(message).attempts == 1
    assert issubclass(DatabaseError, Exception)
    assert message.error.startswith("DataError in ")


@pytest.mark.django_db
def test_carry_waits_longer_after_each_failure():
    message, pauses = MessageFactory(), []
    with work(fails):
        for _ in range(actions.MAX_ATTEMPTS - 1):
            before = timezone.now()
            actions.carry(message.pk)
            pauses.append(round((age(message).next_at - before).total_seconds()))
    assert pauses == [10, 20, 40, 80, 160, 320, 640, 1280, 1800]
    assert message.state == Message.State.WAITING


@pytest.mark.django_db
def test_carry_gives_up_after_the_last_attempt():
    message = MessageFactory(attempts=actions.MAX_ATTEMPTS - 1)
    with work(fails):
        actions.carry(message.pk)
        assert age(message).state == Message.State.DEAD
        assert message.finished_at is not None
        assert actions.carry(message.pk) is False
    assert actions.dispatch(at=timezone.now() + timedelta(days=1)) == 0


@pytest.mark.django_db
def test_failures_are_told_without_personal_data(caplog):
    message = MessageFactory()
    with work(fails):
        actions.carry(message.pk)
    assert age(message).error.startswith("RuntimeError in test_actions.py:")
    assert "Sonam" not in message.error + caplog.text
    assert "11007002345" not in message.error + caplog.text


@pytest.mark.django_db
def test_carry_of_a_kind_without_handler_is_a_failure_that_shows():
    message = MessageFactory(kind="tests.gone")
    actions.carry(message.pk)
    assert age(message).error.startswith("KeyError")


def test_attempt_is_counted_before_its_work(committed):
    message = MessageFactory()
    with ThreadPoolExecutor(1) as other:  # another connection sees only what is committed

        def look(**_):
            seen.append(other.submit(alone, lambda: Message.objects.get(pk=message.pk).attempts).result(10))

        seen = []
        with work(look):
            actions.carry(message.pk)
    assert seen == [1]


@pytest.mark.django_db
def test_work_that_kills_its_worker_each_time_is_given_up():
    message = MessageFactory(attempts=actions.MAX_ATTEMPTS)
    with work(fails):
        assert actions.carry(message.pk) is False
    assert (age(message).state, message.error, message.attempts) == ("dead", "The worker died.", actions.MAX_ATTEMPTS)


@pytest.mark.django_db
def test_work_hears_of_the_attempt_where_it_asks():
    heard = []
    message = MessageFactory(payload={"award": 7})
    with work(hears(heard), with_attempt=True):
        for _ in range(actions.MAX_ATTEMPTS):
            actions.carry(message.pk)
        actions.retry(message=age(message), by=PersonFactory())
        actions.carry(message.pk)
    once, again, last = {"again": False, "last": False}, {"again": True, "last": False}, {"again": True, "last": True}
    assert heard == [{"award": 7} | one for one in [once, *[again] * (actions.MAX_ATTEMPTS - 2), last, again]]


def hears(heard):
    """Work that writes down what it is told, and fails."""

    def listen(**told):
        heard.append(told)
        raise RuntimeError

    return listen


# --- bringing back, clearing away ------------------------------------------------------------------------------------


def test_retry_brings_back_the_dead_and_wakes_a_worker(committed, done, sent):
    message = DeadFactory(payload={"award": 7})
    operator = PersonFactory()
    actions.retry(message=message, by=operator)
    age(message)
    assert (message.state, message.attempts, message.finished_at) == (Message.State.WAITING, 0, None)
    assert sent() == 1
    entry = Entry.objects.get(verb="message:retried")
    assert (entry.actor, entry.subject) == (str(operator.public_id), str(message.pk))
    assert actions.carry(message.pk) is True
    assert done == [{"award": 7}]


@pytest.mark.django_db
def test_retry_leaves_the_living_alone(done):
    message = MessageFactory(attempts=3)
    actions.retry(message=message, by=PersonFactory())
    assert age(message).attempts == 3
    assert not Entry.objects.filter(verb="message:retried").exists()


@pytest.mark.django_db
def test_retry_of_what_was_promised_anew_makes_no_second_message(done):
    """The new message does the same work: the dead one is laid to rest instead of breaking the one-a-key rule."""
    dead = DeadFactory(key="7", payload={"award": 7})
    new = actions.post("tests.work", key="7", award=7)
    actions.retry(message=dead, by=PersonFactory())
    assert age(dead).state == Message.State.DONE
    assert list(Message.objects.filter(state=Message.State.WAITING)) == [new]


def test_dispatching_is_on_the_schedule(settings):
    planned = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert planned["outbox.dispatch"] <= timedelta(seconds=15)


def test_what_takes_long_runs_at_night_in_thimphu_whenever_beat_was_started(settings):
    planned = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    nights = [planned[task] for task in ("literacy.reconcile_standings", "operating.keep")]
    assert [(night.hour, str(night.tz)) for night in nights] == [({2}, "Asia/Thimphu"), ({3}, "Asia/Thimphu")]


def test_a_lease_outlives_the_time_limit_of_a_task(settings):
    assert actions.LEASE.total_seconds() > settings.CELERY_TASK_TIME_LIMIT
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT
