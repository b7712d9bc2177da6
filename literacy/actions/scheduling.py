"""The officer's calendar: several sittings at once, another time, and sittings that do not take place."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, outbox
from intelligent_bhutan.people.rules import is_programme_officer
from intelligent_bhutan.refusals import refuse
from intelligent_bhutan.templatetags.dzongkha import digits
from literacy.actions import booking, seating, sittings, telling
from literacy.actions.seating import locked
from literacy.models import Candidate, Sitting
from literacy.notices import examining as kinds

State, Came = Sitting.State, Candidate.State


@transaction.atomic
def plan_several(*, times, by, **what):
    """A sitting for each pair of start and end in `times`, all alike otherwise: all of them, or none.

    `what` is as `sittings.plan` takes it. Raises: ValidationError for the first that cannot be.
    """
    return [sittings.plan(starts_at=start, ends_at=end, **what, by=by) for start, end in times]


@transaction.atomic
def reschedule(*, sitting, starts_at, ends_at, reason, by):
    """The sitting at another time; everybody keeps their seat and is told, with the reason, and so is the invigilator.

    Raises: ValidationError when somebody booked, or the invigilator, is elsewhere at that time, or the centre is full.
    """
    sitting = locked(sitting, State.PLANNED)
    refuse(not is_programme_officer(by), _("Only a programme officer changes the time of a sitting."))
    refuse(not reason.strip(), _("Write why the sitting is moved."))
    before = sitting.starts_at
    if (before, sitting.ends_at) == (starts_at, ends_at):
        return sitting
    sittings.refuse_impossible_times(starts_at, ends_at)
    sitting.starts_at, sitting.ends_at = starts_at, ends_at
    sittings.refuse_crowding(sitting)
    booked = telling.people_of(sitting, Came.REGISTERED)
    seating.refuse_busy([one.citizen for one in booked], sitting)
    with seating.said_where_it_clashes():
        sitting.save(update_fields=["starts_at", "ends_at"])
    telling.of_places(booked, kinds.SITTING_RESCHEDULED, before=before, reason=sentence(reason))
    if sitting.invigilator:
        telling.of_work(sitting.invigilator, kinds.SITTING_ASSIGNED, sitting)
    outbox.post("literacy.follow_sitting", sitting=sitting.pk, by=by.pk)
    audit.record("sitting:rescheduled", subject=sitting, by=by)
    return sitting


@transaction.atomic
def change_seats(*, sitting, seats, is_public, by):
    """The sitting has another number of seats, or anybody may book one, or not any more.

    Nobody loses a seat by it, so that nobody needs to be told. Raises: ValidationError for fewer seats than are taken,
    or more than the centre has places free then.
    """
    sitting = locked(sitting, State.PLANNED)
    refuse(not is_programme_officer(by), _("Only a programme officer changes the seats of a sitting."))
    if (sitting.seats, sitting.is_public) == (seats, is_public):
        return sitting
    before, sitting.seats, sitting.is_public = sitting.seats, seats, is_public
    if seats > before:
        sittings.refuse_crowding(sitting)
    refuse(seats < 1, _("A sitting needs at least one seat."))
    last = sitting.candidates.holding().aggregate(last=Max("seat"))["last"] or 0
    words = _("Seat %(seat)s is taken. The sitting needs at least as many seats as that.")
    refuse(seats < last, words % {"seat": digits(last)})
    sitting.save(update_fields=["seats", "is_public"])
    audit.record("sitting:seats_changed", subject=sitting, by=by)
    return sitting


@transaction.atomic
def cancel(*, sitting, reason, by):
    """The sitting does not take place: everybody's seat is given back, and they are told why and offered other dates.

    Raises: ValidationError once it was opened: then it can only be declared void.
    """
    sitting = locked(sitting, State.PLANNED)
    refuse(not is_programme_officer(by), _("Only a programme officer cancels a sitting."))
    refuse(not reason.strip(), _("Write why the sitting is cancelled."))
    booked = telling.people_of(sitting, Came.REGISTERED)
    booking.free(booked, by)
    sitting.state, sitting.cancelled_at, sitting.cancel_reason = State.CANCELLED, timezone.now(), reason.strip()
    sitting.save(update_fields=["state", "cancelled_at", "cancel_reason"])
    telling.of_places(booked, kinds.SITTING_CANCELLED, reason=sentence(reason))
    if sitting.invigilator:
        telling.of_work(sitting.invigilator, kinds.SITTING_TAKEN_AWAY, sitting)
    outbox.post("literacy.follow_sitting", sitting=sitting.pk, by=by.pk)
    audit.record("sitting:cancelled", subject=sitting, by=by)
    return sitting


def sentence(reason):
    """The reason with an end, so that another sentence may follow."""
    reason = reason.strip()
    return reason if reason.endswith((".", "!", "?", "།")) else f"{reason}."
