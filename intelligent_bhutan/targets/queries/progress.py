"""What the public sees: the national number live, all smaller cells as the latest release published them."""

from dataclasses import dataclass

from intelligent_bhutan.people.models import User
from intelligent_bhutan.places.models import Dzongkhag
from intelligent_bhutan.targets.models import Release
from intelligent_bhutan.targets.queries.answer import Answer, latest_release, national_answer
from literacy.models import AgeBand

NAMES = {"audience": User.Audience, "gender": User.Gender, "age_band": AgeBand}


@dataclass(frozen=True)
class DzongkhagRow:
    """A dzongkhag against its part of the plan, which is shared out by population. `people` is None where withheld."""

    dzongkhag: Dzongkhag
    people: int | None
    planned: int

    @property
    def code(self):
        return self.dzongkhag.code

    @property
    def percent_of_plan(self):
        """How much of what was planned by now is reached; 0 where it is withheld."""
        return 100 * (self.people or 0) / self.planned if self.planned else 0

    @property
    def gap(self):
        """What is missing to the plan by now; negative where the dzongkhag is ahead."""
        return self.planned - (self.people or 0)

    @property
    def behind(self):
        return self.gap > 0


@dataclass(frozen=True)
class Share:
    """A group's people and their part of all, in percent; None where withheld."""

    key: str
    label: str
    people: int | None
    percent: float | None


@dataclass(frozen=True)
class Progress:
    """The public page."""

    answer: Answer
    release: Release | None
    dzongkhags: list[DzongkhagRow]
    unknown: int | None
    has_unknown: bool
    groups: dict[str, list[Share]]


def progress(*, today=None):
    """The public page, in six queries."""
    answer, release = national_answer(today=today), latest_release()
    figures = release.figures if release else {}
    places = figures.get("by_dzongkhag", {})
    return Progress(
        answer=answer,
        release=release,
        dzongkhags=dzongkhag_rows(Dzongkhag.objects.all(), places, planned=answer.planned) if release else [],
        unknown=places.get("unknown"),
        has_unknown="unknown" in places,
        groups={name: shares(figures, name) for name in NAMES} if release else {},
    )


def dzongkhag_rows(dzongkhags, found, *, planned):
    """All dzongkhags by name, with the people found under their code; the plan is parted by population."""
    dzongkhags = list(dzongkhags)
    population = sum(one.population or 0 for one in dzongkhags) or 1
    return [
        DzongkhagRow(one, found.get(one.code), round(planned * (one.population or 0) / population))
        for one in dzongkhags
    ]


def shares(figures, dimension):
    """The groups of a dimension as published."""
    found, total = figures[f"by_{dimension}"], figures["total"]
    return [
        Share(str(key), str(label), found.get(key), None if found.get(key) is None else percent(found[key], total))
        for key, label in NAMES[dimension].choices
    ]


def percent(part, whole):
    """The part in percent; 0 of nothing."""
    return 100 * part / whole if whole else 0.0


def release_rows(release):
    """The release as rows for a file: dimension, code, name in English, people or None where withheld."""
    names = dict(Dzongkhag.objects.values_list("code", "name_en"))
    yield "country", "BT", "Bhutan", release.figures["total"]
    for code, n in release.figures["by_dzongkhag"].items():
        yield "dzongkhag", code, names.get(code, "Not known"), n
    for dimension in NAMES:
        for key, n in release.figures[f"by_{dimension}"].items():
            yield dimension, key, key, n
