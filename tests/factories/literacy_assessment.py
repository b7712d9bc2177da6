"""A standard, an item bank, a sitting and people to sit in it."""

from datetime import date, timedelta
from itertools import count

from django.db.models import Max
from django.utils import timezone

from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.places.models import Gewog
from literacy.actions import assessing, sittings
from literacy.models import Candidate, Centre, Competence, Domain, Item, ItemOption, Sitting, Standard, StandardDomain
from literacy.queries.assessing import key_of, options_by_item
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

NUMBERS = count(1)
BLUEPRINT = {"single": 2, "multiple": 1, "ordering": 1, "matching": 1}
LENGTH = timedelta(hours=1)
Role = Membership.Role


def a_domain(key):
    """A domain with two items more of each kind than a paper asks for."""
    behind = (Domain.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    domain = Domain.objects.create(key=key, name_en=key.replace("-", " ").title(), position=behind)
    competence, _made = Competence.objects.get_or_create(
        code="9.9", defaults={"framework": "Test", "area": 9, "title": "Staying safe"}
    )
    for kind, wanted in BLUEPRINT.items():
        for _ in range(wanted + 2):
            an_item(domain, competence, kind)
    return domain


def an_item(domain, competence, kind):
    """An item in use with four options, of which a (and b, where several are) is right."""
    item = Item.objects.create(
        code=f"T{next(NUMBERS)}",
        domain=domain,
        competence=competence,
        kind=kind,
        difficulty=Item.Difficulty.MIDDLING,
        state=Item.State.IN_USE,
        outcome="Knows what to do",
        stem_en=f"Secret stem of a {kind} item",
    )
    ItemOption.objects.bulk_create(
        ItemOption(
            item=item,
            key=key,
            text_en=f"Option {key}",
            correct=key == "a" or (key == "b" and kind == "multiple"),
            rank=number if kind == "ordering" else None,
            match_en=f"Partner {key}" if kind == "matching" else "",
        )
        for number, key in enumerate("abcd", start=1)
    )
    return item


def a_standard(*keys):
    """A standard that asks 80 % of five questions in each of the domains."""
    standard = Standard.objects.create(version=f"test-{next(NUMBERS)}", in_force_from=date(2026, 1, 1))
    for key in keys or ("test-banking", "test-safety"):
        StandardDomain.objects.create(
            standard=standard,
            domain=Domain.objects.filter(key=key).first() or a_domain(key),
            pass_percent=80,
            minutes=30,
            blueprint=BLUEPRINT,
        )
    return standard


def when_free(citizens):
    """Now, or as soon as no other sitting holds one of them any more: nobody sits in two at once."""
    held = Sitting.objects.filter(candidates__citizen__in=citizens, state__in=Sitting.LIVING)
    return max([timezone.now(), *held.values_list("ends_at", flat=True)])


def a_planned(standard=None, citizens=(), **fields):
    """A sitting in all domains of the standard, its invigilator assigned and the people on its register."""
    standard = standard or a_standard()
    centre = Centre.objects.create(
        name_en=f"Centre {next(NUMBERS)}", gewog=Gewog.objects.first(), organisation=OrganisationFactory()
    )
    officer, start = holder_of(Role.PROGRAMME_OFFICER), when_free(citizens)
    sitting = sittings.plan(
        centre=centre,
        standard=standard,
        domains=standard.domains.all(),
        starts_at=start,
        ends_at=start + LENGTH,
        by=officer,
    )
    sittings.register(sitting=sitting, citizens=citizens or [PersonFactory()], by=officer)
    invigilator = holder_of(Role.INVIGILATOR, OrganisationFactory())
    return sittings.assign(sitting=sitting, invigilator=invigilator, by=officer)


def card_of(person):
    """The number on a person's card."""
    return f"1{person.pk:010d}"


def admit(candidate, evidence=Candidate.Evidence.CARD):
    """Let the candidate in, with all that the evidence asks for."""
    return sittings.admit(
        candidate=candidate,
        evidence=evidence,
        number=card_of(candidate.citizen),
        witnesses=("Ap Dorji", "Aum Pema"),
        by=candidate.sitting.invigilator,
    )


def an_open(standard=None, citizens=(), evidence=Candidate.Evidence.CARD):
    """A sitting that goes on, everyone admitted."""
    planned = a_planned(standard, citizens)
    held = sittings.open_sitting(sitting=planned, by=planned.invigilator)
    for candidate in held.candidates.all():
        admit(candidate, evidence)
    return held


def an_attempt(sitting=None, domain=None):
    """An attempt of the sitting's first candidate."""
    sitting = sitting or an_open()
    candidate = sitting.candidates.select_related("citizen").first()
    domain = domain or sitting.domains.order_by("pk").first()
    return assessing.open_attempt(candidate=candidate, domain=domain, by=candidate.citizen)


def right_response(item_id):
    """The response that earns the whole point."""
    item = Item.objects.get(pk=item_id)
    key = key_of(item, options_by_item([item])[item_id])
    return {
        "single": {"chosen": sorted(key.correct)},
        "multiple": {"chosen": sorted(key.correct)},
        "ordering": {"order": list(key.order)},
        "matching": {"pairs": dict(key.pairs)},
    }[item.kind]


def answer(attempt, how_many=5, sequence=1):
    """Answer that many questions rightly."""
    for slot in attempt.paper[:how_many]:
        assessing.save_answer(
            attempt=attempt,
            item=slot["item"],
            response=right_response(slot["item"]),
            sequence=sequence,
            by=attempt.citizen,
        )


def sit(candidate, domain, how_many=5):
    """A whole attempt of one candidate; five right answers pass, three do not."""
    attempt = assessing.open_attempt(candidate=candidate, domain=domain, by=candidate.citizen)
    answer(attempt, how_many)
    return assessing.submit(attempt=attempt, by=candidate.citizen)


def sit_everything(sitting, how_many=5):
    """Everyone admitted sits every domain of the sitting."""
    admitted = sitting.candidates.filter(state=Candidate.State.ADMITTED).select_related("citizen")
    return [sit(candidate, domain, how_many) for candidate in admitted for domain in sitting.domains.all()]


def a_signed(standard=None, citizens=(), how_many=5, evidence=Candidate.Evidence.CARD):
    """A sitting that everyone passed, closed and signed."""
    held = an_open(standard, citizens, evidence)
    sit_everything(held, how_many)
    sittings.close(sitting=held, by=held.invigilator)
    return sittings.sign(sitting=Sitting.objects.get(pk=held.pk), by=held.invigilator)
