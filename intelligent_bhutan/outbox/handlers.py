"""Which function does the work of which kind of message, and in which queue. Pure: a registry and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Handler:
    """The work of one kind of message: an idempotent function of ids, and of the attempt where it asks."""

    kind: str
    queue: str
    work: Callable
    with_attempt: bool = False


HANDLERS: dict[str, Handler] = {}


def handler(kind: str, *, queue: str, with_attempt: bool = False):
    """Register the decorated function for messages of this kind. It may run twice.

    `with_attempt` tells it whether an attempt came before (`again`) and whether none will follow by itself (`last`):
    where no transaction reaches, as at a provider of text messages, it must ask what an earlier one left behind.
    """

    def register(work):
        if kind in HANDLERS and HANDLERS[kind].work.__qualname__ != work.__qualname__:
            raise ValueError(f"Two handlers for {kind!r}.")
        HANDLERS[kind] = Handler(kind, queue, work, with_attempt)
        return work

    return register
