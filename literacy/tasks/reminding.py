"""Reminders of what is near."""

from celery import shared_task

from intelligent_bhutan import outbox
from literacy.actions import reminding


@shared_task(name="literacy.remind_of_sittings")
def remind_of_sittings():
    """Whoever has a seat tomorrow is told; each once, however often it runs."""
    reminding.remind()


@outbox.handler("literacy.remind_people", queue="notify")
def remind_people(sitting):
    """Remind the people of one sitting; may run twice."""
    reminding.remind_people(sitting=sitting)
