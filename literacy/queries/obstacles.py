"""Why somebody cannot have a seat in a sitting, said to themselves and said to whoever books for them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.templatetags.dzongkha import moment
from literacy.models import Attempt, Candidate, DomainPass, Proficiency, Sitting
from literacy.queries import assessing
from literacy.queries.sittings import too_close

MOST_AHEAD = 2  # seats that a person books for themselves and has not used yet
NO_SHOWS = 2  # after so many seats left empty …
REMEMBERED = timedelta(days=60)  # … in that time …
BOOKING_PAUSE = timedelta(days=14)  # … nobody books for themselves for so long

# code: what the person reads, what others read of them
WORDS = {
    "proficient": (
        _("You have passed the whole examination. You need no other sitting."),
        _("has passed the whole examination"),
    ),
    "passed": (
        _("You have passed everything that is examined here. Look for a sitting in what is left."),
        _("has passed everything that is examined here"),
    ),
    "pause": (
        _("You may try again from %(when)s. Practise, and choose a sitting after that."),
        _("may try again only from %(when)s"),
    ),
    "busy": (
        _("You have a seat in another sitting at that time: %(place)s, %(when)s. Move it, or choose another time."),
        _("has a seat in another sitting at that time: %(place)s, %(when)s"),
    ),
    "booked": (
        _("You have a seat already: %(place)s, %(when)s."),
        _("has a seat already: %(place)s, %(when)s"),
    ),
    "missed": (
        _("You did not come twice. You can book again from %(when)s. Before that, a coordinator can book for you."),
        _("did not come twice"),
    ),
    "enough": (
        _("You have two seats ahead of you. Use one, move one or give one back before you book another."),
        _("has two seats ahead"),
    ),
    "closed": (
        _("This account is closed."),
        _("has a closed account"),
    ),
    "close": (
        _("You cannot be examined in this sitting. Please choose another date."),
        _("comes from the invigilator's own house"),
    ),
}


@dataclass(frozen=True)
class Obstacle:
    """One reason, by its code in `WORDS`; when it ends, or when and where the person is already."""

    code: str
    when: datetime | None = None
    place: str = ""

    def said(self, to_themselves):
        """In words, to the person or to somebody else."""
        facts = {"when": moment(self.when), "place": self.place}
        return str(WORDS[self.code][0 if to_themselves else 1]) % facts

    @property
    def to_them(self):
        """What the person reads."""
        return self.said(True)

    @property
    def of_them(self):
        """What others read, after the person's name."""
        return self.said(False)


@dataclass
class Record:
    """What one person has passed under a standard, when they last failed what, and whether they count already."""

    proficient: bool = False
    passed: set[int] = field(default_factory=set)
    failed_at: dict[int, datetime] = field(default_factory=dict)


def records_of(people, standard):
    """The record of each of these people by primary key; three queries, however many they are."""
    found = defaultdict(Record)
    for pk in Proficiency.objects.filter(citizen__in=people, revoked_at=None).values_list("citizen", flat=True):
        found[pk].proficient = True
    passes = DomainPass.objects.filter(citizen__in=people, standard=standard, voided_at=None)
    for pk, domain in passes.values_list("citizen", "domain"):
        found[pk].passed.add(domain)
    failed = Attempt.objects.filter(citizen__in=people, passed=False)
    failed = failed.exclude(candidate__sitting__state=Sitting.State.VOIDED).values_list("citizen", "domain")
    for pk, domain, at in failed.annotate(Max("submitted_at")):
        found[pk].failed_at[domain] = at
    return found


def requirements_of(sitting):
    """What the sitting's standard asks in each of its domains."""
    return list(sitting.standard.requirements.filter(domain__sittings=sitting))


def nothing_to_sit(record, requirements, at):
    """The obstacle where the person could sit nothing at that moment, else None."""
    if record.proficient:
        return Obstacle("proficient")
    left = [one for one in requirements if one.domain_id not in record.passed]
    if not left:
        return Obstacle("passed")
    pauses = [assessing.end_of_pause(one, record.failed_at.get(one.domain_id), at) for one in left]
    return Obstacle("pause", when=min(pauses)) if all(pauses) else None


def busy(people, sitting, leaving=None):
    """The places that hold some of these people elsewhere at the sitting's time, by person."""
    held = Candidate.objects.holding().filter(citizen__in=people, sitting__in=overlapping(sitting))
    held = held.exclude(pk=leaving.pk) if leaving else held
    return {one.citizen_id: one for one in held.select_related("sitting__centre")}


def overlapping(sitting):
    """The other sittings that go on in that time."""
    return Sitting.objects.during(sitting.starts_at, sitting.ends_at).exclude(pk=sitting.pk)


def of(person, sitting, *, leaving=None):
    """What hinders the person from sitting in this sitting, whoever books; None where nothing does.

    `leaving` is the place that they would give up for it.
    """
    record = records_of([person.pk], sitting.standard_id)[person.pk]
    if found := nothing_to_sit(record, requirements_of(sitting), sitting.starts_at):
        return found
    if there := busy([person.pk], sitting, leaving).get(person.pk):
        return Obstacle("busy", when=there.sitting.starts_at, place=there.sitting.centre.name)
    if sitting.invigilator_id and too_close([sitting.invigilator_id], [person.pk]):
        return Obstacle("close")
    return None


def of_self_booking(person, sitting, *, leaving=None, at=None):
    """The same, and what hinders people only where they book for themselves."""
    return of(person, sitting, leaving=leaving) or of_habit(person, leaving=leaving, at=at)


def of_habit(person, *, leaving=None, at=None):
    """What hinders the person from booking for themselves anywhere: seats left empty, or two seats ahead."""
    at = at or timezone.now()
    missed = Candidate.objects.filter(
        citizen=person,
        state=Candidate.State.ABSENT,
        source=Candidate.Source.SELF,
        sitting__state__in=[*Sitting.LIVING, Sitting.State.SIGNED],
        sitting__starts_at__gt=at - REMEMBERED,
    ).order_by("-sitting__starts_at")
    days = list(missed.values_list("sitting__starts_at", flat=True)[:NO_SHOWS])
    if len(days) == NO_SHOWS and days[0] + BOOKING_PAUSE > at:
        return Obstacle("missed", when=days[0] + BOOKING_PAUSE)
    ahead = Candidate.objects.ahead(at).filter(citizen=person)
    ahead = ahead.exclude(pk=leaving.pk) if leaving else ahead
    return Obstacle("enough") if ahead.count() >= MOST_AHEAD else None
