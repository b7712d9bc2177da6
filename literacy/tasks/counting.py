"""Folding and recounting the standings."""

from celery import shared_task

from literacy.actions import counting


@shared_task(name="literacy.fold_standings")
def fold_standings():
    """Fold what is pending; a doubled or killed run cannot count twice."""
    counting.fold_all()


@shared_task(name="literacy.reconcile_standings")
def reconcile_standings():
    """Compare the tables with the facts; a difference is an alarm on the staff page."""
    counting.reconcile()
