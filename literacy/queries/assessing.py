"""What the candidate's pages read: papers, answers, time left, what to do next."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, Max, OuterRef, Q, Sum
from django.utils import timezone

from literacy import scoring
from literacy.models import (
    Answer,
    Attempt,
    Candidate,
    Domain,
    DomainPass,
    Incident,
    Item,
    ItemOption,
    Sitting,
    StandardDomain,
)
from literacy.queries import media


@dataclass(frozen=True)
class Question:
    """One item as it stands on a person's paper, without anything that says what is right."""

    number: int
    item: Item
    options: list  # ItemOption, in the order shown
    partners: list  # ItemOption whose `match` is offered, in the order shown
    response: dict
    voices: frozenset = frozenset()  # which parts can be heard: 0 the question, 1 the first option as shown, and so on

    @property
    def is_answered(self):
        """Whether something was chosen or ordered, or everything paired."""
        if self.partners:
            return len(self.response.get("pairs", {})) == len(self.options)
        return any(self.response.values())

    @property
    def chosen(self):
        """Keys ticked so far."""
        return self.response.get("chosen", [])

    @property
    def places(self):
        """For ordering: (option, its place so far or None)."""
        order = self.response.get("order", [])
        return [(one, order.index(one.key) + 1 if one.key in order else None) for one in self.options]

    @property
    def pairs(self):
        """For matching: (option, the chosen partner's key or an empty text)."""
        return [(one, self.response.get("pairs", {}).get(one.key, "")) for one in self.options]


@dataclass(frozen=True)
class Open:
    """A domain on a person's register; `state` is open, going_on, done, passed or pause."""

    candidate: Candidate
    requirement: StandardDomain
    state: str
    attempt: Attempt | None = None


def questions(attempt, spoken_language=""):
    """The paper of an attempt in its order, with what was answered, and what can be heard in that language."""
    items = Item.objects.in_bulk([slot["item"] for slot in attempt.paper])
    options = options_by_item(items.values())
    answers = {answer.item_id: answer.response for answer in attempt.answers.all()}
    voices = media.voices_of(attempt.paper, spoken_language) if spoken_language else {}
    return [
        Question(
            number=number,
            item=items[slot["item"]],
            options=[options[slot["item"]][key] for key in slot["options"]],
            partners=[options[slot["item"]][key] for key in slot.get("partners", [])],
            response=answers.get(slot["item"], {}),
            voices=frozenset(voices.get(slot["item"], ())),
        )
        for number, slot in enumerate(attempt.paper, start=1)
    ]


def options_by_item(items):
    """Options by item and key."""
    found = {item.pk: {} for item in items}
    for option in ItemOption.objects.filter(item__in=found):
        found[option.item_id][option.key] = option
    return found


def key_of(item, options):
    """What is right in an item, for scoring."""
    return scoring.Key(
        kind=item.kind,
        options=frozenset(options),
        correct=frozenset(key for key, one in options.items() if one.correct),
        order=tuple(key for key, one in sorted(options.items(), key=lambda pair: pair[1].rank or 0)),
        pairs={key: key for key in options} if item.kind == Item.Kind.MATCHING else {},
    )


def marked(attempt):
    """The points of each item of a paper, in its order: (item, points)."""
    return marked_papers([attempt])[attempt.pk]


def marked_papers(attempts):
    """The points of several papers by their attempt's id, each as `marked`; three queries."""
    items = Item.objects.select_related("competence").in_bulk(
        {slot["item"] for attempt in attempts for slot in attempt.paper}
    )
    options = options_by_item(items.values())
    given = Answer.objects.filter(attempt__in=attempts).values_list("attempt_id", "item_id", "response")
    answers = {(attempt, item): response for attempt, item, response in given}
    return {
        attempt.pk: [
            (items[pk], scoring.score(key_of(items[pk], options[pk]), answers.get((attempt.pk, pk))))
            for pk in (slot["item"] for slot in attempt.paper)
        ]
        for attempt in attempts
    }


def last_sequence(attempt):
    """The highest sequence number among the answers of an attempt; 0 for none."""
    return attempt.answers.aggregate(last=Max("sequence"))["last"] or 0


def next_sequence(attempt):
    """A number above all of them: the server's milliseconds, unless a clock that was ahead has given a higher one."""
    return max(int(timezone.now().timestamp() * 1000), last_sequence(attempt) + 1)


def deadline_of(attempt):
    """When the attempt ends: its time, the person's extra minutes, and the minutes that incidents took."""
    lost = Incident.objects.filter(sitting=attempt.candidate.sitting, recorded_at__gte=attempt.opened_at).filter(
        Q(candidate=None) | Q(candidate=attempt.candidate)
    )
    minutes = (lost.aggregate(lost=Sum("minutes_lost"))["lost"] or 0) + attempt.candidate.extra_minutes
    return attempt.deadline_at + timedelta(minutes=minutes)


def rests(person):
    """Whether the person has a paper in a sitting that is closed for now."""
    mine = Attempt.objects.filter(citizen=person, submitted_at=None)
    return mine.filter(candidate__sitting__state=Sitting.State.CLOSED).exists()


def may_sit(person, at=None):
    """What the person may sit now, domain by domain, in the open sittings that admitted them."""
    at = at or timezone.now()
    found = []
    admitted = Candidate.objects.filter(
        citizen=person, state=Candidate.State.ADMITTED, sitting__state=Sitting.State.OPEN
    ).select_related("sitting__standard", "sitting__centre")
    for candidate in admitted:
        attempts = {attempt.domain_id: attempt for attempt in candidate.attempts.all()}
        wanted = candidate.sitting.standard.requirements.filter(domain__sittings=candidate.sitting)
        for requirement in wanted.select_related("domain"):
            attempt = attempts.get(requirement.domain_id)
            found.append(Open(candidate, requirement, state_of(person, requirement, attempt, at), attempt))
    return found


def exam_waits(person):
    """Whether an open sitting let the person in and they have a domain of it neither handed in nor passed.

    One statement for whoever was let in nowhere, else two. A pause before another try is not looked at: the
    examination's own page says so.
    """
    let_in = {"state": Candidate.State.ADMITTED, "sitting__state": Sitting.State.OPEN}
    if not Candidate.objects.filter(citizen=person, **let_in).exists():
        return False
    handed_in = Attempt.objects.filter(
        candidate=OuterRef("sittings__candidates"), domain=OuterRef("pk"), submitted_at__isnull=False
    )
    passed = DomainPass.objects.filter(citizen=person, domain=OuterRef("pk"), voided_at=None)
    admitted = {"citizen": person, **let_in}
    here = Q(**{f"sittings__candidates__{name}": value for name, value in admitted.items()})
    return Domain.objects.filter(here, ~Exists(handed_in), ~Exists(passed)).exists()


def state_of(person, requirement, attempt, at):
    """Whether a domain can be sat, in one word."""
    if attempt:
        return "done" if attempt.submitted_at else "going_on"
    passes = DomainPass.objects.filter(citizen=person, standard=requirement.standard_id, voided_at=None)
    if passes.filter(domain=requirement.domain_id).exists():
        return "passed"
    return "pause" if pause_ends(person, requirement, at) else "open"


def pause_ends(person, requirement, at):
    """When the person may sit the domain again, or None where no pause runs."""
    return end_of_pause(requirement, last_failures(person).get(requirement.domain_id), at)


def last_failures(person):
    """When the person last failed each domain, by the domain's id; void sittings do not count."""
    failed = Attempt.objects.filter(citizen=person, passed=False).exclude(
        candidate__sitting__state=Sitting.State.VOIDED
    )
    return dict(failed.values_list("domain").annotate(Max("submitted_at")))


def end_of_pause(requirement, failed_at, at):
    """When the pause after that failure ends, or None when it is over or there was none."""
    end = failed_at and failed_at + timedelta(days=requirement.retake_pause_days)
    return end if end and end > at else None
