"""What the invigilator's and the officer's pages read, and whether an invigilator stands too close."""

from dataclasses import dataclass
from itertools import product

from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from django.utils import timezone

from intelligent_bhutan.people.models import IdentityNumber, Membership, User
from literacy.models import Attempt, Candidate, DomainPass, Enrolment, Incident, Sitting

Came, State = Candidate.State, Sitting.State


@dataclass(frozen=True)
class Protocol:
    """The counts of a sitting as they are signed."""

    counts: dict[str, int]

    @property
    def unchecked(self):
        """How many on the register are neither admitted nor refused nor absent yet."""
        tally = self.counts
        return tally["registered"] - tally["admitted"] - tally["refused"] - tally["absent"]

    @property
    def resting(self):
        """How many papers were not handed in yet."""
        return self.counts["attempts"] - self.counts["submitted"]

    @property
    def adds_up(self):
        """Everyone on the register is admitted, refused or absent, and every attempt was handed in."""
        return self.unchecked == 0 and self.resting == 0


def in_turn(sittings, *, at=None):
    """What is to come or waits for its protocol, the next first; behind it what is over or off, the latest first."""
    ahead = Q(state=State.PLANNED, ends_at__gte=at or timezone.now()) | Q(state__in=[State.OPEN, State.CLOSED])
    turn = Case(When(ahead, then=F("starts_at")))
    return sittings.order_by(turn.asc(nulls_last=True), "-starts_at", "-pk")


def protocol(sitting):
    """The counts of the sitting now; three queries."""
    came = dict(sitting.candidates.registered().values_list("state").annotate(Count("pk")))
    attempts = Attempt.objects.filter(candidate__sitting=sitting).aggregate(
        attempts=Count("pk"),
        submitted=Count("pk", filter=Q(submitted_at__isnull=False)),
        passed=Count("pk", filter=Q(passed=True)),
    )
    return Protocol(
        {
            "registered": sum(came.values()),
            "admitted": came.get(Came.ADMITTED, 0),
            "refused": came.get(Came.REFUSED, 0),
            "absent": came.get(Came.ABSENT, 0),
            **attempts,
            "incidents": Incident.objects.filter(sitting=sitting).count(),
        }
    )


def never_begun(sitting):
    """How many papers nobody began: by people admitted, in what they had not passed. Four queries."""
    admitted = sitting.candidates.filter(state=Came.ADMITTED)
    people, domains = admitted.values_list("citizen", flat=True), sitting.domains.values_list("pk", flat=True)
    begun = Attempt.objects.filter(candidate__sitting=sitting).values_list("citizen", "domain")
    passes = DomainPass.objects.filter(citizen__in=people, standard=sitting.standard_id, voided_at=None)
    passed = passes.values_list("citizen", "domain")
    return len(set(product(people, domains)) - set(begun) - set(passed))


def too_close(invigilators, citizens):
    """Those of the invigilators who belong to an organisation of one of these people, their coordinators or trainers.

    All are primary keys; four queries, however many. An organisation's parent and children count as the same house,
    and so does a class that somebody has left: its coordinator decides who leaves.
    """
    if not invigilators:
        return set()
    classes = Enrolment.objects.filter(citizen__in=citizens).values_list(
        "cohort__organisation", "cohort__coordinator", "cohort__trainer"
    )
    houses, staff = set(), set()
    for organisation, coordinator, trainer in classes.distinct():
        houses.add(organisation)
        staff |= {coordinator, trainer} - {None}
    people = Membership.objects.current().filter(Q(person__in=citizens) | Q(person__in=staff))
    houses |= set(people.exclude(organisation=None).values_list("organisation", flat=True))
    own = Membership.objects.current().filter(person__in=invigilators).exclude(organisation=None)
    lines = own.values_list("person", "organisation", "organisation__parent", "organisation__children")
    close = {person for person, *mine in lines if houses.intersection(mine)}
    candidates = User.objects.filter(pk__in=citizens).filter(pk__in=invigilators)
    return close | (staff & set(invigilators)) | set(candidates.values_list("pk", flat=True))


def has_checked_number(person):
    """Whether an invigilator has seen the person's card before."""
    return IdentityNumber.objects.filter(person=person, checked_at__isnull=False).exists()


def register(sitting, state=""):
    """The candidates of a sitting by seat, in one state or all; attempts counted, and whether known by card."""
    checked = IdentityNumber.objects.filter(person=OuterRef("citizen"), checked_at__isnull=False)
    found = (
        sitting.candidates.registered()
        .select_related("citizen", "citizen__gewog")
        .annotate(
            begun=Count("attempts"),
            handed_in=Count("attempts", filter=Q(attempts__submitted_at__isnull=False)),
            known_by_card=Exists(checked),
        )
        .order_by("seat", "pk")
    )
    return found.filter(state=state) if state in Came.values else found
