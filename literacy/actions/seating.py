"""Seats of a sitting under its lock: taken in their order, never twice; and what is said where things clash."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan.people.models import User
from intelligent_bhutan.refusals import refuse
from literacy.models import Candidate, Sitting
from literacy.queries import obstacles

FULL = gettext_lazy("There are not enough seats for all of them.")
# constraint: what it means to whoever meets it
CLASHES = {
    "literacy_nobody_in_two_places": gettext_lazy("Somebody among them has a seat in another sitting at that time."),
    "literacy_invigilator_in_one_place": gettext_lazy("The invigilator has another sitting at that time."),
    "literacy_seat_once_a_sitting": gettext_lazy("Somebody else has taken this seat meanwhile. Try again."),
    "literacy_candidate_once_a_sitting": gettext_lazy("This person stands on the register already."),
    "literacy_seat_within_the_sitting": gettext_lazy("More seats are taken than that. Move people first."),
}
NAMED = 5  # people that a refusal names


@contextmanager
def said_where_it_clashes():
    """What the database refuses, because somebody or something would be in two places at once, as a ValidationError."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = CLASHES.get(error.__cause__.diag.constraint_name)
        if sentence is None:
            raise
        raise ValidationError(sentence) from error


def take(sitting, citizens, *, source, by):
    """Places for these people on the lowest free seats, in their order; `sitting` is locked by the caller.

    Raises: ValidationError when the seats do not suffice, or for whoever sits elsewhere at that time.
    """
    keep_still([citizen.pk for citizen in citizens])
    free = free_seats(sitting)
    refuse(len(free) < len(citizens), FULL)
    refuse_busy(citizens, sitting)
    return seat(sitting, citizens, free, source=source, by=by)


def seat(sitting, citizens, free, *, source, by, moved_from=None):
    """Places on these free seats for people who are kept still, and whom nothing hinders, as the caller found."""
    made = [
        Candidate(sitting=sitting, citizen=citizen, seat=seat, source=source, booked_by=by, moved_from=moved_from)
        for citizen, seat in zip(citizens, free, strict=False)
    ]
    with said_where_it_clashes():
        return Candidate.objects.bulk_create(made)


def free_seats(sitting):
    """The numbers of the seats that nobody holds, the lowest first."""
    taken = set(Candidate.objects.holding().filter(sitting=sitting).values_list("seat", flat=True))
    return [seat for seat in range(1, sitting.seats + 1) if seat not in taken]


def refuse_busy(citizens, sitting):
    """Raise ValidationError with the names of those who sit elsewhere at that time."""
    held = obstacles.busy([citizen.pk for citizen in citizens], sitting)
    names = [citizen.full_name for citizen in citizens if citizen.pk in held]
    words = _("In another sitting at that time: %(names)s.")
    refuse(names, words % {"names": ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")})


def lock_sittings_of(people):
    """Lock every sitting in which some of these people have a place, in the order of ids, as is done before people."""
    theirs = Candidate.objects.filter(citizen__in=people).values("sitting")
    list(Sitting.objects.select_for_update().filter(pk__in=theirs).order_by("pk").values_list("pk"))


def keep_still(citizens):
    """Lock these people, as becoming proficient does: something else may happen to them at this moment."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=citizens).order_by("pk").values_list("pk"))


def locked(sitting, *states, by=None):
    """The sitting under a lock, in one of the states, `by`'s own where given. Raises ValidationError otherwise."""
    held = Sitting.objects.select_for_update(of=("self",)).select_related("centre").get(pk=sitting.pk)
    refuse(by is not None and held.invigilator_id != by.pk, _("Only the invigilator of this sitting may do that."))
    refuse(held.state not in states, _("The sitting has moved on meanwhile. Look at the page again."))
    return held
