"""A class in batches: who still needs a seat, and the free seats of a centre's coming sittings, in their order."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from intelligent_bhutan.days import start_of
from literacy.filling import fill
from literacy.models import Candidate, Enrolment, Sitting
from literacy.queries import obstacles, standards
from literacy.queries.obstacles import Obstacle
from literacy.queries.sittings import too_close

MOST_ROOMS = 60  # sittings looked at


@dataclass(frozen=True)
class Batch:
    """The learners who go into one sitting together."""

    sitting: Sitting
    learners: list[Enrolment]


@dataclass(frozen=True)
class Plan:
    """How a class would be seated now: sittings with free seats, the batches in them, who needs none and why, and for
    whom there is none."""

    rooms: list[Sitting]
    batches: list[Batch]
    left_out: list[tuple[Enrolment, Obstacle]]
    without: list[Enrolment]

    @property
    def seekers(self):
        """Everyone who needs a seat, in the order of the roll."""
        return [learner for batch in self.batches for learner in batch.learners] + list(self.without)

    @property
    def seated(self):
        """How many people the batches hold."""
        return sum(len(batch.learners) for batch in self.batches)


def plan(cohort, centre, first_day, *, at=None):
    """The plan for the cohort at the centre from that day on, in the order of the roll."""
    rooms = rooms_for(cohort, centre, first_day, at=at)
    start = rooms[0].starts_at if rooms else start_of(first_day)
    seekers, left_out = sorted_out(cohort, start, at=at)
    batches, without = fill(seekers, [(room, room.free) for room in rooms])
    return Plan(rooms, [Batch(sitting, learners) for sitting, learners in batches], left_out, without)


def rooms_for(cohort, centre, first_day, *, at=None):
    """The centre's planned sittings with free seats from that day on, but those whose invigilator is too close."""
    begin = max(at or timezone.now(), start_of(first_day))
    found = Sitting.objects.ahead(begin).filter(centre=centre).with_free_seats().filter(free__gt=0)
    rooms = list(found.select_related("centre", "standard").order_by("starts_at", "pk")[:MOST_ROOMS])
    learners = cohort.enrolments.filter(left_at=None).values("citizen")
    close = too_close({room.invigilator_id for room in rooms if room.invigilator_id}, learners)
    return [room for room in rooms if room.invigilator_id not in close]


def sorted_out(cohort, start, *, at=None):
    """The learners who need a seat then, and those who do not, each with the reason. Six statements."""
    learners = list(cohort.enrolments.filter(left_at=None).select_related("citizen").order_by("roll_number"))
    people = [learner.citizen_id for learner in learners]
    standard = standards.in_force()
    requirements = list(standard.requirements.all())
    records = obstacles.records_of(people, standard)
    ahead = Candidate.objects.ahead(at).filter(citizen__in=people).select_related("sitting__centre")
    booked = {one.citizen_id: one for one in ahead.order_by("-sitting__starts_at")}
    seekers, left_out = [], []
    for learner in learners:
        hindered = obstacles.nothing_to_sit(records[learner.citizen_id], requirements, start)
        if place := booked.get(learner.citizen_id):
            hindered = Obstacle("booked", when=place.sitting.starts_at, place=place.sitting.centre.name)
        if not learner.citizen.is_active:
            hindered = Obstacle("closed")
        if hindered:
            left_out.append((learner, hindered))
        else:
            seekers.append(learner)
    return seekers, left_out


def booked_sittings(cohort, *, at=None):
    """The coming sittings in which people of the class have seats, the next first, with `from_class`: how many."""
    learners = Enrolment.objects.filter(cohort=cohort, left_at=None).values("citizen")
    theirs = Q(candidates__citizen__in=learners, candidates__state=Candidate.State.REGISTERED)
    found = Sitting.objects.ahead(at).filter(theirs).annotate(from_class=Count("candidates", filter=theirs))
    return list(found.select_related("centre").order_by("starts_at")[:MOST_ROOMS])
