"""Reminders on the day before."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from intelligent_bhutan import outbox
from literacy.actions import telling
from literacy.models import Candidate, Sitting
from literacy.notices import examining as kinds

SOONEST, LATEST = timedelta(hours=18), timedelta(hours=36)


def remind(*, at=None):
    """Promise that everyone who has a seat in a sitting that begins in 18 to 36 hours is reminded of it.

    Each sitting is a promise of its own: where one fails, the others' people hear of theirs.
    """
    at = at or timezone.now()
    near = Sitting.objects.ahead(at).filter(starts_at__gte=at + SOONEST, starts_at__lt=at + LATEST)
    for pk in near.order_by("starts_at").values_list("pk", flat=True):
        outbox.post("literacy.remind_people", key=str(pk), sitting=pk)


@transaction.atomic
def remind_people(*, sitting):
    """Remind the people of one sitting, by primary key; each once for that time of it, so that it may run twice.

    Under its lock, so that no seat is given back meanwhile. A seat that was given back or moved, and the seats of a
    sitting that was cancelled, are simply not found. No audit line: a reminder changes nothing.
    """
    held = Sitting.objects.select_for_update(of=("self",)).select_related("centre").get(pk=sitting)
    if held.state == Sitting.State.PLANNED:
        for one in telling.people_of(held, Candidate.State.REGISTERED):
            once = f"{one.public_id} {held.starts_at.isoformat()}"
            telling.of_place(one, kinds.SITTING_REMINDER, once=once)
