"""Celery carries the outbox; it never is the record."""

from celery import shared_task

from intelligent_bhutan.outbox import actions


@shared_task(name="outbox.carry")
def carry(message_id):
    """Do one message's work; safe to repeat."""
    actions.carry(message_id)


@shared_task(name="outbox.dispatch")
def dispatch():
    """Find what is due, whatever happened to its wake-up."""
    actions.dispatch()
    actions.show_life()
