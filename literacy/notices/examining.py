"""What the literacy strand tells people about examinations: their seats, what came of it, and work that staff get."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.notices.kinds import Kind, Topic, at_moment, named, on_day

PLACE = {"centre": named, "start": at_moment}


def own_place(facts):
    """The page of the person's place in the sitting."""
    return reverse("literacy:booking", args=[facts["booking"]])


def own_results(facts):
    """The page of the person's results in the sitting."""
    return reverse("literacy:sitting_results", args=[facts["booking"]])


def coming_sittings(facts):
    """The list of sittings that can be booked."""
    return reverse("literacy:find_sittings")


SEAT_BOOKED = Kind(
    name="literacy.seat_booked",
    topic=Topic.EXAMINATION,
    subject=_("Your seat is booked: %(start)s"),
    body=_(
        "%(centre)s, %(start)s, seat %(seat)s. Bring your identity card. Without a card, bring two people who know you."
        " If you cannot come, give the seat back, so that somebody else can have it."
    ),
    text=_("Seat %(seat)s is booked: %(centre)s, %(start)s. Bring your identity card or two witnesses."),
    writes=PLACE,
    page=own_place,
)
SEAT_BOOKED_FOR_YOU = Kind(
    name="literacy.seat_booked_for_you",
    topic=Topic.EXAMINATION,
    subject=_("You have a seat in an examination: %(start)s"),
    body=_(
        "A seat was booked for you: %(centre)s, %(start)s, seat %(seat)s. Bring your identity card. Without a card,"
        " bring two people who know you. If you cannot come, move the seat or give it back."
    ),
    text=_("You have seat %(seat)s in an examination: %(centre)s, %(start)s. Bring your identity card."),
    writes=PLACE,
    page=own_place,
)
SEAT_MOVED = Kind(
    name="literacy.seat_moved",
    topic=Topic.EXAMINATION,
    subject=_("Your seat is moved to %(start)s"),
    body=_("Your seat is now seat %(seat)s at %(centre)s, %(start)s. The one that you had before is given back."),
    text=_("Your seat is moved: seat %(seat)s, %(centre)s, %(start)s."),
    writes=PLACE,
    page=own_place,
)
SEAT_GIVEN_BACK = Kind(
    name="literacy.seat_given_back",
    topic=Topic.EXAMINATION,
    subject=_("Your seat is given back"),
    body=_("You have no seat any more at %(centre)s, %(start)s. You may book another one whenever you like."),
    writes=PLACE,
    page=coming_sittings,
)
SITTING_REMINDER = Kind(
    name="literacy.sitting_reminder",
    topic=Topic.EXAMINATION,
    subject=_("Your examination is on %(start)s"),
    body=_(
        "%(centre)s, %(start)s, seat %(seat)s. Be there a quarter of an hour before. Bring your identity card. Without"
        " a card, bring two people who know you. If you cannot come, give the seat back."
    ),
    text=_("Your examination: %(centre)s, %(start)s, seat %(seat)s. Bring your identity card or two witnesses."),
    writes=PLACE,
    page=own_place,
)
SITTING_CANCELLED = Kind(
    name="literacy.sitting_cancelled",
    topic=Topic.EXAMINATION,
    subject=_("The sitting on %(start)s will not take place"),
    body=_(
        "The sitting at %(centre)s on %(start)s is cancelled: %(reason)s We are sorry. Please book a seat on another"
        " day."
    ),
    text=_("The examination at %(centre)s on %(start)s is cancelled. Please book another day."),
    writes=PLACE,
    page=own_place,
)
SITTING_RESCHEDULED = Kind(
    name="literacy.sitting_rescheduled",
    topic=Topic.EXAMINATION,
    subject=_("Your examination has another time: %(start)s"),
    body=_(
        "The sitting at %(centre)s begins on %(start)s, not on %(before)s: %(reason)s You keep seat %(seat)s. If you"
        " cannot come then, move the seat or give it back."
    ),
    text=_("Your examination at %(centre)s is now on %(start)s, not on %(before)s. You keep seat %(seat)s."),
    writes=PLACE | {"before": at_moment},
    page=own_place,
)
SITTING_VOIDED = Kind(
    name="literacy.sitting_voided",
    topic=Topic.EXAMINATION,
    subject=_("The sitting on %(start)s does not count"),
    body=_(
        "The sitting at %(centre)s on %(start)s was declared void. What you did in it neither counts nor speaks against"
        " you. You may sit again at once. Please book a seat on another day."
    ),
    text=_("The examination at %(centre)s on %(start)s was declared void. Please book another day."),
    writes=PLACE,
    page=coming_sittings,
)
SITTING_MISSED = Kind(
    name="literacy.sitting_missed",
    topic=Topic.EXAMINATION,
    subject=_("We missed you on %(start)s"),
    body=_(
        "You had a seat at %(centre)s on %(start)s and did not come. That happens. Book another day, and if you cannot"
        " come, give the seat back, so that somebody else can have it."
    ),
    writes=PLACE,
    page=coming_sittings,
)
RESULTS_PASSED = Kind(
    name="literacy.results_passed",
    topic=Topic.EXAMINATION,
    subject=_("You passed everything in this sitting"),
    body=_("The results of %(centre)s, %(start)s, are there, and they count. You passed all that you sat."),
    text=_("You passed all that you sat at %(centre)s. See the portal."),
    writes=PLACE,
    page=own_results,
)
RESULTS_NOT_YET = Kind(
    name="literacy.results_not_yet",
    topic=Topic.EXAMINATION,
    subject=_("Your results are there"),
    body=_(
        "The results of %(centre)s, %(start)s, are there. Something is not passed yet: many people need a second time."
        " Your results say what to practise, and show the next dates near you."
    ),
    text=_("Your results are there. See in the portal what to practise and the next dates."),
    writes=PLACE,
    page=own_results,
)
PROFICIENT = Kind(
    name="literacy.proficient",
    topic=Topic.EXAMINATION,
    subject=_("You have passed the whole examination"),
    body=_("Everything is passed. Your certificate is being made and comes to your page."),
    text=_("You have passed the whole examination. Your certificate comes to your page."),
    page=lambda facts: reverse("certificates:mine"),
)
SITTING_ASSIGNED = Kind(
    name="literacy.sitting_assigned",
    topic=Topic.WORK,
    subject=_("You invigilate on %(start)s"),
    body=_("You were given the sitting at %(centre)s on %(start)s. You can open it from two hours before on."),
    text=_("You invigilate the examination at %(centre)s on %(start)s."),
    writes=PLACE,
    page=lambda facts: reverse("literacy:sitting", args=[facts["sitting"]]),
)
SITTING_TAKEN_AWAY = Kind(
    name="literacy.sitting_taken_away",
    topic=Topic.WORK,
    subject=_("The sitting on %(start)s is not yours any more"),
    body=_("You do not invigilate the sitting at %(centre)s on %(start)s. It was cancelled or given to somebody else."),
    text=_("You do not invigilate at %(centre)s on %(start)s any more."),
    writes=PLACE,
)
SEATS_WANTED = Kind(
    name="literacy.seats_wanted",
    topic=Topic.WORK,
    subject=_("%(missing)s seats are missing at %(centre)s"),
    body=_(
        "The class %(cohort)s of %(organisation)s has no seat yet for %(missing)s people at %(centre)s from"
        " %(first_day)s on. Please plan sittings there."
    ),
    writes={"centre": named, "organisation": named, "first_day": on_day},
    page=lambda facts: reverse("literacy:sitting_plan") + f"?centre={facts['centre_id']}",
)
