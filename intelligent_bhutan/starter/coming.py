"""The sittings that lie ahead in the demonstration, and who has booked a seat in them. Made once: they stay."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from literacy.actions import booking, sittings
from literacy.models import Cohort, Sitting
from literacy.queries import standards

# for each class in turn: days from now, the hour, seats, domains (none: all), how many seats are booked
AHEAD = (
    ((2, 9, 12, (), 9), (9, 13, 30, (), 4), (23, 9, 30, ("banking", "online-safety"), 2)),
    ((3, 9, 20, (), 6), (10, 9, 10, ("banking", "online-safety"), 3)),
    ((1, 10, 8, (), 8), (4, 9, 16, (), 5), (18, 9, 24, (), 0)),
    ((5, 9, 30, (), 12), (6, 13, 30, ("public-services", "video-calls"), 3), (40, 9, 60, (), 0)),
)


def plan(centre, cohort: Cohort, number: int, officer) -> list[Sitting]:
    """The coming sittings of a class's centre, open to everyone; some of the class have booked, as they do in life."""
    if centre.sittings.filter(state=Sitting.State.PLANNED).exists():
        return []
    made = [planned(centre, officer, *what) for what in AHEAD[number % len(AHEAD)]]
    learners = cohort.enrolments.filter(citizen__attempts=None).select_related("citizen").order_by("-roll_number")
    seekers = iter([learner.citizen for learner in learners])
    for sitting, (*_when, wanted) in zip(made, AHEAD[number % len(AHEAD)], strict=True):
        for _seat, person in zip(range(wanted), seekers, strict=False):
            booking.book(sitting=sitting, citizen=person, by=person)
    return made


def planned(centre, officer, days, hour, seats, domains, _wanted):
    """One sitting of four hours so many days from now."""
    standard = standards.in_force()
    day = timezone.localdate() + timedelta(days=days)
    start = timezone.make_aware(datetime.combine(day, time(hour)))
    return sittings.plan(
        centre=centre,
        standard=standard,
        domains=standard.domains.filter(key__in=domains) if domains else standard.domains.all(),
        starts_at=start,
        ends_at=start + timedelta(hours=4),
        seats=seats,
        is_public=True,
        by=officer,
    )
