"""Reminders on the day before."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from literacy.actions import telling
from literacy.models import Candidate, Sitting
from literacy.notices import examining as kinds

SOONEST, LATEST = timedelta(hours=18), timedelta(hours=36)


def remind(*, at=None):
    """Tell everyone who has a seat in a sitting that begins in 18 to 36 hours; each once for that time of it.

    A seat that was given back or moved, and a sitting that was cancelled, are simply not found.
    """
    at = at or timezone.now()
    near = Sitting.objects.ahead(at).filter(starts_at__gte=at + SOONEST, starts_at__lt=at + LATEST)
    for pk in list(near.order_by("starts_at").values_list("pk", flat=True)):
        remind_people_of(pk)


@transaction.atomic
def remind_people_of(pk):
    """Remind the people of one sitting, by primary key; under its lock, so that no seat is given back meanwhile."""
    sitting = Sitting.objects.select_for_update(of=("self",)).select_related("centre").get(pk=pk)
    if sitting.state == Sitting.State.PLANNED:
        telling.of_places(
            telling.people_of(sitting, Candidate.State.REGISTERED),
            kinds.SITTING_REMINDER,
            once=lambda one: f"{one.public_id} {sitting.starts_at.isoformat()}",
        )
