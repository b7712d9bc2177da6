"""Celery: the sealer."""

from celery import shared_task

from intelligent_bhutan.audit import actions


@shared_task(name="audit.seal")
def seal():
    """Link what has been committed since; a second sealer at the same time does nothing."""
    actions.seal()
