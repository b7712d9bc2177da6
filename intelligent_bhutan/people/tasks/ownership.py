"""What the outbox carries for people's own data; each may run twice."""

from celery import shared_task

from intelligent_bhutan import outbox
from intelligent_bhutan.people.actions import copying, erasing


@outbox.handler("people.make_copy", queue="import")
def make_copy(copy):
    """Gather all that is held of a person."""
    copying.make(copy=copy)


@outbox.handler("people.erase", queue="celery")
def erase(erasure):
    """Begin to erase a person, once the two weeks are over."""
    erasing.begin(erasure=erasure)


@outbox.handler("people.erase_part", queue="celery")
def erase_part(erasure, app):
    """One app's part of it."""
    erasing.carry_out(erasure=erasure, app=app)


@shared_task(name="people.sweep_copies")
def sweep_copies():
    """Remove copies whose week is over, and files that belong to none."""
    copying.sweep()
    copying.sweep_orphans()
