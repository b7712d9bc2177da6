"""Folding and recounting the standings."""

from celery import shared_task

from intelligent_bhutan import outbox
from intelligent_bhutan.people.models import User
from literacy.actions import counting, standing


@shared_task(name="literacy.fold_standings")
def fold_standings():
    """Fold what is pending; a doubled or killed run cannot count twice."""
    counting.fold_all()


@shared_task(name="literacy.reconcile_standings")
def reconcile_standings():
    """Compare the tables with the facts; a difference is an alarm on the staff page."""
    counting.reconcile()


@outbox.handler("literacy.correct_standing", queue="rollup")
def correct_standing(person):
    """Count a person whose details were corrected where they belong."""
    standing.correct(citizen=User.objects.get(pk=person), by=None)
