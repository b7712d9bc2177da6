"""Messages, and handlers that exist for one test."""

from contextlib import contextmanager
from datetime import timedelta

import factory
from django.utils import timezone

from intelligent_bhutan.outbox import actions
from intelligent_bhutan.outbox.handlers import HANDLERS, Handler
from intelligent_bhutan.outbox.models import Message


class MessageFactory(factory.django.DjangoModelFactory):
    """A message that is due."""

    class Meta:
        model = Message

    kind = "tests.work"
    next_at = factory.LazyFunction(lambda: timezone.now() - timedelta(seconds=1))


class DeadFactory(MessageFactory):
    """One that was given up."""

    state = Message.State.DEAD
    attempts = 10
    finished_at = factory.LazyFunction(timezone.now)
    error = "Unprintable in rendering.py:141"


@contextmanager
def work(function, kind="tests.work", queue="issue", *, with_attempt=False):
    """The function does the work of this kind for as long as the block lasts."""
    HANDLERS[kind] = Handler(kind, queue, function, with_attempt)
    try:
        yield
    finally:
        del HANDLERS[kind]


def carry_all(but=("certificates.print",)):
    """Carry what waits, and what that posts, once each; printing takes its time and is left out unless asked for."""
    done = set()
    waiting = Message.objects.filter(state=Message.State.WAITING).exclude(kind__in=but).order_by("pk")
    while fresh := set(waiting.values_list("pk", flat=True)) - done:
        for pk in sorted(fresh):
            actions.carry(pk)
        done |= fresh
