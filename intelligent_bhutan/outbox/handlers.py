"""Which function does the work of which kind of message, and in which queue. Pure: a registry and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Handler:
    """The work of one kind of message: an idempotent function of ids."""

    kind: str
    queue: str
    work: Callable


HANDLERS: dict[str, Handler] = {}


def handler(kind: str, *, queue: str):
    """Register the decorated function for messages of this kind. It may run twice."""

    def register(work):
        if kind in HANDLERS and HANDLERS[kind].work.__qualname__ != work.__qualname__:
            raise ValueError(f"Two handlers for {kind!r}.")
        HANDLERS[kind] = Handler(kind, queue, work)
        return work

    return register
