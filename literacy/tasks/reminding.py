"""Reminders of what is near."""

from celery import shared_task

from literacy.actions import reminding


@shared_task(name="literacy.remind_of_sittings")
def remind_of_sittings():
    """Whoever has a seat tomorrow is told; each once, however often it runs."""
    reminding.remind()
