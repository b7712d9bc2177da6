"""Seats that people book for themselves, move and give back, and those that walk-ins take at the door."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan import audit
from intelligent_bhutan.refusals import refuse
from literacy.actions import seating, telling
from literacy.actions.seating import locked
from literacy.models import Candidate, Sitting
from literacy.notices import examining as kinds
from literacy.queries import booking as queries
from literacy.queries import obstacles

State, Came, Source = Sitting.State, Candidate.State, Candidate.Source
DOOR_OPENS = timedelta(hours=2)  # before the start, when walk-ins are taken
FULL = gettext_lazy("This sitting is full. Please choose another date.")
CLOSED = gettext_lazy("Booking for this sitting is closed. Please choose another date.")


@transaction.atomic
def book(*, sitting, citizen, by):
    """The person's seat in the sitting: the lowest free one. Booking again returns the seat that they have.

    They are told. Raises: ValidationError when it is full or closed, or with what hinders the person (`obstacles`).
    """
    sitting = locked(sitting, *State)
    seating.keep_still([citizen.pk])
    if there := queries.place_in(sitting, citizen):
        return there
    refuse_where_closed(sitting)
    refuse_obstacle(obstacles.of_self_booking(citizen, sitting))
    left = seats_left(sitting)
    (made,) = seating.seat(sitting, [citizen], left, source=Source.SELF, by=by)
    telling.of_place(made, kinds.SEAT_BOOKED)
    audit.record("seat:booked", subject=made, by=by)
    return made


@transaction.atomic
def move(*, candidate, to, by):
    """The person's seat in another sitting instead: both happen, or neither. Moving again returns the new seat.

    They are told. Raises: ValidationError as `book` does, and once their own sitting was opened.
    """
    held = lock_both(candidate.sitting_id, to.pk)
    seating.keep_still([candidate.citizen_id])
    leaving = Candidate.objects.select_related("citizen").get(pk=candidate.pk)
    leaving.sitting, to = held[leaving.sitting_id], held[to.pk]
    if there := queries.place_in(to, leaving.citizen):
        refuse(there.moved_from_id != leaving.pk and there.pk != leaving.pk, _("You have a seat in this one already."))
        return there
    refuse_unless_it_can_change(leaving)
    refuse_where_closed(to)
    refuse_obstacle(obstacles.of_self_booking(leaving.citizen, to, leaving=leaving))
    left = seats_left(to)
    free([leaving], by)
    (made,) = seating.seat(to, [leaving.citizen], left, source=leaving.source, by=by, moved_from=leaving)
    telling.of_place(made, kinds.SEAT_MOVED)
    audit.record("seat:moved", subject=made, by=by)
    return made


@transaction.atomic
def give_back(*, candidate, by):
    """The person does not come: their seat is free for others at once. Giving back again changes nothing.

    Raises: ValidationError once the sitting was opened.
    """
    sitting = locked(candidate.sitting, *State)
    held = Candidate.objects.select_related("citizen").get(pk=candidate.pk)
    held.sitting = sitting
    if held.state != Came.CANCELLED:
        refuse_unless_it_can_change(held)
        free([held], by)
        telling.of_place(held, kinds.SEAT_GIVEN_BACK)
        audit.record("seat:given_back", subject=held, by=by)
    return held


@transaction.atomic
def walk_in(*, sitting, citizen, by):
    """Somebody came without a booking and takes the next free seat; whoever has one already keeps it.

    From two hours before the start until the sitting is closed, by its invigilator alone. Raises: ValidationError when
    it is full, when the two know each other by office, or with what hinders the person.
    """
    sitting = locked(sitting, State.PLANNED, State.OPEN, by=by)
    seating.keep_still([citizen.pk])
    if there := queries.place_in(sitting, citizen):
        return there
    refuse(timezone.now() < sitting.starts_at - DOOR_OPENS, _("It is too early. Walk-ins are taken on the day."))
    if hindered := obstacles.of(citizen, sitting):
        words = _("%(name)s %(why)s.")
        refuse(True, words % {"name": citizen.full_name, "why": hindered.of_them})
    left = seats_left(sitting, _("Every seat is taken."))
    (made,) = seating.seat(sitting, [citizen], left, source=Source.WALK_IN, by=by)
    audit.record("seat:walk_in", subject=made, by=by)
    return made


def seats_left(sitting, sentence=FULL):
    """The free seats of the sitting. Raises: ValidationError with the sentence where there are none."""
    free = seating.free_seats(sitting)
    refuse(not free, sentence)
    return free


def lock_both(*sittings):
    """Two sittings by primary key, locked in the order of their keys, so that two who change places never wait."""
    locks = Sitting.objects.select_for_update(of=("self",)).select_related("centre", "invigilator")
    return {sitting.pk: sitting for sitting in locks.filter(pk__in=sittings).order_by("pk")}


def free(candidates, by):
    """Take these places away from their people; they stand on the register no more."""
    for candidate in candidates:
        candidate.state, candidate.cancelled_at, candidate.cancelled_by = Came.CANCELLED, timezone.now(), by
    Candidate.objects.bulk_update(candidates, ["state", "cancelled_at", "cancelled_by"])


def refuse_unless_it_can_change(candidate):
    """Raise ValidationError for a place that is used, or given back."""
    refuse(candidate.state == Came.CANCELLED, _("This seat was given back."))
    refuse(not candidate.can_be_changed, _("The sitting has begun. The seat cannot be changed any more."))


def refuse_where_closed(sitting):
    """Raise ValidationError where people cannot book for themselves, or not any more."""
    refuse(not sitting.is_public or sitting.state != State.PLANNED, CLOSED)
    refuse(timezone.now() >= sitting.booking_closes_at, CLOSED)


def refuse_obstacle(obstacle):
    """Raise ValidationError with what hinders the person, in words to themselves."""
    if obstacle:
        refuse(True, obstacle.to_them)
