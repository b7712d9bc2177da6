"""Posting, claiming and carrying out messages."""

import json
import logging
import traceback
from datetime import timedelta
from pathlib import PurePath

from celery import current_app
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from intelligent_bhutan import audit
from intelligent_bhutan.outbox.handlers import HANDLERS
from intelligent_bhutan.outbox.models import Message

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 10
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(minutes=30)
LEASE = timedelta(seconds=150)  # longer than a task's time limit, so a live worker is never doubled
CLAIMED_AT_ONCE = 500
PULSE, SILENT_AFTER = "outbox:pulse", 60  # seconds; beat asks a worker for a sign of life every five


def post(kind, *, key=None, delay=None, **payload):
    """Promise a piece of work in the caller's transaction, and wake a worker once that commits.

    With a `key`, a second post while the first still waits returns the first. `delay` is a timedelta.
    Raises: KeyError when no handler has the kind, so a typing slip fails the action and not the night shift.
    """
    HANDLERS[kind]
    next_at = timezone.now() + delay if delay else timezone.now()
    if key is None:
        message = Message.objects.create(kind=kind, payload=payload, next_at=next_at)
    else:
        message = post_once(kind, key, payload, next_at)
    if not delay:
        transaction.on_commit(lambda: wake(message.pk, kind), robust=True)
    return message


POST_ONCE = """
insert into outbox_message (kind, key, payload, state, attempts, next_at, created_at, error)
values (%s, %s, %s, 'waiting', 0, %s, now(), '')
on conflict (kind, key) where state = 'waiting' do update set next_at = least(outbox_message.next_at, excluded.next_at)
returning *
"""


def post_once(kind, key, payload, next_at):
    """The message that waits under this key, new or not.

    A worker that is carrying the old one holds its row: the statement waits for it and then inserts a new message, so
    what happened meanwhile is not forgotten.
    """
    return Message.objects.raw(POST_ONCE, [kind, key, json.dumps(payload), next_at])[0]


def wake(message_id, kind):
    """Tell a worker. Best effort: what gets lost here is found by `dispatch`."""
    try:
        current_app.send_task("outbox.carry", [message_id], queue=HANDLERS[kind].queue, retry=False)
    except Exception as problem:
        logger.warning("The broker did not take message %s: %s", message_id, type(problem).__name__)


def dispatch(*, at=None):
    """Send every due message to its queue and lease it, so that the next dispatcher leaves it alone for a while.

    Any number of dispatchers may run at once. Returns how many were sent.
    """
    at = at or timezone.now()
    with transaction.atomic():
        due = list(Message.objects.due(at).select_for_update(skip_locked=True).order_by("next_at")[:CLAIMED_AT_ONCE])
        Message.objects.filter(pk__in=[message.pk for message in due]).update(next_at=at + LEASE)
    for message in due:
        if message.kind in HANDLERS:
            wake(message.pk, message.kind)
    return len(due)


def show_life():
    """A worker that beat's messages reach says so."""
    cache.set(PULSE, 1, SILENT_AFTER)


def shows_life():
    """Whether beat and a worker did their part within the last minute."""
    return cache.get(PULSE) == 1


def carry(message_id):
    """Do the message's work, once however often this is called, and record how it went.

    The attempt is counted before the work, in a transaction of its own: work that kills its worker ends among the dead
    too, and what reaches beyond the database learns that an attempt came before it. Then the row stays locked while the
    work is done, so a doubled message passes by. A failure is recorded with a longer and longer pause; after the last
    attempt the row is dead until a person retries it.
    """
    if not count_attempt(message_id):
        return False
    with transaction.atomic():
        message = waiting(message_id)
        if message is None:
            return False
        try:
            with transaction.atomic():
                do(message)
        except Exception as problem:
            note_failure(message, problem)
            return False
        message.state, message.finished_at, message.error = Message.State.DONE, timezone.now(), ""
        message.save(update_fields=["state", "finished_at", "error"])
        return True


@transaction.atomic
def count_attempt(message_id):
    """Count an attempt that is about to begin. Returns whether it may: nobody else is at it, and it is not the last.

    Attempts that were counted and never ended, because their workers died, make a message dead as well.
    """
    message = waiting(message_id)
    if message is None:
        return False
    if message.attempts >= MAX_ATTEMPTS:
        give_up(message)
        return False
    message.attempts += 1
    message.save(update_fields=["attempts"])
    return True


def waiting(message_id):
    """The message, locked, where it waits and nobody is at it; else None."""
    return (
        Message.objects.select_for_update(skip_locked=True).filter(pk=message_id, state=Message.State.WAITING).first()
    )


def do(message):
    """The work of its kind. A message that was brought back from the dead still says why it had died."""
    handler = HANDLERS[message.kind]
    again, last = message.attempts > 1 or bool(message.error), message.attempts >= MAX_ATTEMPTS
    handler.work(**message.payload, **({"again": again, "last": last} if handler.with_attempt else {}))


def give_up(message):
    """Its workers died, each time; what the last failure said stands as it was."""
    message.state, message.finished_at = Message.State.DEAD, timezone.now()
    message.error = message.error or "The worker died."
    message.save(update_fields=["state", "finished_at", "error"])
    logger.error("Message %s (%s) is given up: its worker died each time", message.pk, message.kind)


def note_failure(message, problem):
    """Put the message off, or give it up, with words that carry no personal data."""
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    message.error = f"{type(problem).__name__} in {PurePath(frame.filename).name}:{frame.lineno}"
    if message.attempts >= MAX_ATTEMPTS:
        message.state, message.finished_at = Message.State.DEAD, timezone.now()
    message.next_at = timezone.now() + min(FIRST_RETRY * 2 ** (message.attempts - 1), LONGEST_RETRY)
    message.save(update_fields=["state", "finished_at", "error", "next_at"])
    logger.error("Message %s (%s) failed: %s", message.pk, message.kind, message.error)


@transaction.atomic
def retry(*, message, by):
    """Bring a dead message back to life, with all its attempts before it.

    Where the same work was promised anew under its key meanwhile, that message does it, and the dead one is at rest.
    """
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state != Message.State.DEAD:
        return message
    try:
        with transaction.atomic():
            message.state, message.finished_at, message.attempts = Message.State.WAITING, None, 0
            message.next_at = timezone.now()
            message.save(update_fields=["state", "finished_at", "attempts", "next_at"])
    except IntegrityError:
        message.state, message.finished_at = Message.State.DONE, timezone.now()
        message.save(update_fields=["state", "finished_at"])
    else:
        transaction.on_commit(lambda: wake(message.pk, message.kind), robust=True)
    audit.record("message:retried", subject=message, by=by)
    return message
