"""Celery: the daily release."""

from celery import shared_task

from intelligent_bhutan.targets import actions


@shared_task(name="targets.publish_release")
def publish_release():
    """Publish today's figures unless they are there; asked every hour, so that a day without a worker is made good."""
    actions.publish_release()
