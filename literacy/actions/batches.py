"""A class is booked in batches, each in a transaction of its own; what is booked stays, whatever comes of the next."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from intelligent_bhutan import audit, notices
from intelligent_bhutan.notices.kinds import both
from intelligent_bhutan.people.models import Membership, User
from intelligent_bhutan.people.rules import is_coordinator_of
from intelligent_bhutan.refusals import refuse
from literacy.actions import seating, telling
from literacy.actions.sittings import TOO_CLOSE
from literacy.models import Candidate, Sitting
from literacy.notices import examining as kinds
from literacy.queries import batches as queries
from literacy.queries import obstacles
from literacy.queries.sittings import too_close


def book_cohort(*, cohort, centre, first_day, by):
    """Seats for everyone of the class who needs one, in the order of the roll, filling sitting after sitting.

    Returns how many people have a new seat. Doing it again books only those who have none yet.
    Raises: PermissionDenied for whoever does not coordinate the class.
    """
    refuse_strangers(cohort, by)
    planned = queries.plan(cohort, centre, first_day)
    rooms, seekers = iter(planned.rooms), [learner.citizen for learner in planned.seekers]
    waiting = seekers
    while waiting and (room := next(rooms, None)):
        made = book_batch(cohort=cohort, sitting=room, citizens=waiting, by=by)
        seated = {candidate.citizen_id for candidate in made}
        waiting = [citizen for citizen in waiting if citizen.pk not in seated]
    return len(seekers) - len(waiting)


def refuse_strangers(cohort, by):
    """Raises PermissionDenied for whoever does not coordinate the class."""
    if not is_coordinator_of(by, cohort.organisation):
        raise PermissionDenied


@transaction.atomic
def book_batch(*, cohort, sitting, citizens, by):
    """As many of these people as the sitting has free seats, in their order; they are told.

    Whoever has a seat ahead, passed all that is examined or must wait is passed over, and so are all where the sitting
    has begun meanwhile. Raises: PermissionDenied for whoever does not coordinate the class; ValidationError where the
    invigilator stands too close.
    """
    refuse_strangers(cohort, by)
    sitting = seating.locked(sitting, *Sitting.State)
    people = [citizen.pk for citizen in citizens]
    seating.keep_still(people)
    if sitting.state != Sitting.State.PLANNED or sitting.starts_at < timezone.now():
        return []
    free = seating.free_seats(sitting)
    fit = who_fits(sitting, citizens)[: len(free)]
    if fit and sitting.invigilator_id:
        refuse(too_close([sitting.invigilator_id], [citizen.pk for citizen in fit]), TOO_CLOSE)
    made = seating.seat(sitting, fit, free, source=Candidate.Source.COORDINATOR, by=by)
    telling.of_places(made, kinds.SEAT_BOOKED_FOR_YOU)
    if made:
        audit.record("cohort:batch_booked", subject=sitting, by=by)
    return made


def who_fits(sitting, citizens):
    """Those of the people, in their order, whom nothing hinders from this sitting, and who have no seat ahead.

    Whoever closed their account is none of them.
    """
    people = [citizen.pk for citizen in citizens]
    records = obstacles.records_of(people, sitting.standard_id)
    requirements = obstacles.requirements_of(sitting)
    held = Candidate.objects.registered().filter(sitting=sitting, citizen__in=people)
    taken = set(held.values_list("citizen", flat=True)) | set(obstacles.busy(people, sitting))
    taken |= set(Candidate.objects.ahead().filter(citizen__in=people).values_list("citizen", flat=True))
    return [
        citizen
        for citizen in citizens
        if citizen.is_active
        and citizen.pk not in taken
        and not obstacles.nothing_to_sit(records[citizen.pk], requirements, sitting.starts_at)
    ]


@transaction.atomic
def ask_for_seats(*, cohort, centre, first_day, by):
    """Tell every programme officer how many seats the class still lacks at the centre; once a day for each number.

    Returns how many. Raises: PermissionDenied for whoever does not coordinate the class.
    """
    refuse_strangers(cohort, by)
    missing = len(queries.plan(cohort, centre, first_day).without)
    officers = Membership.objects.current().filter(role=Membership.Role.PROGRAMME_OFFICER)
    for officer in User.objects.filter(memberships__in=officers).distinct() if missing else ():
        notices.tell(
            person=officer,
            kind=kinds.SEATS_WANTED,
            once=f"{cohort.public_id} {centre.public_id} {timezone.localdate()} {missing}",
            cohort=cohort.name,
            organisation=both(cohort.organisation, "name"),
            missing=missing,
            centre=both(centre, "name"),
            centre_id=centre.public_id,
            first_day=first_day,
        )
    audit.record("cohort:seats_wanted", subject=cohort, by=by)
    return missing
