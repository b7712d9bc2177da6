"""What staff see: live and exact, for the country or for a dzongkhag, an audience and a period."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from intelligent_bhutan.people.models import User
from intelligent_bhutan.places.models import Dzongkhag, Gewog
from intelligent_bhutan.targets.models import Target
from intelligent_bhutan.targets.queries.answer import (
    PROFICIENT_CITIZENS,
    Answer,
    answer_from,
    recent_people,
)
from intelligent_bhutan.targets.queries.progress import NAMES, DzongkhagRow, Share, dzongkhag_rows, percent
from literacy import indicators
from literacy.models import Metric, ReconciliationAlarm

GROUPS = NAMES | {"disability": User.Disability}


@dataclass(frozen=True)
class Chosen:
    """What the page is narrowed to. `period` is the first days of a first and a last month, or None for to date."""

    dzongkhag: Dzongkhag | None = None
    audience: str = ""
    period: tuple[date, date] | None = None

    @property
    def code(self):
        return self.dzongkhag.code if self.dzongkhag else ""


@dataclass(frozen=True)
class GewogRow:
    """A gewog: people enrolled, people proficient, and those between."""

    gewog: Gewog
    enrolled: int
    proficient: int

    @property
    def gap(self):
        """Enrolled and not proficient yet."""
        return self.enrolled - self.proficient

    @property
    def percent(self):
        return percent(self.proficient, self.enrolled)


@dataclass(frozen=True)
class Step:
    """A milestone of the funnel: its people, and their part of the enrolled in percent."""

    metric: Metric
    people: int
    percent: float


@dataclass(frozen=True)
class Dashboard:
    """The staff page. `answer` is to date whatever the period; all other numbers are of the period."""

    chosen: Chosen
    answer: Answer
    cells: object
    dzongkhags: list[DzongkhagRow]
    gewogs: list[GewogRow]
    gewogs_without_anyone: int
    funnel: list[Step]
    groups: dict[str, list[Share]]
    this_month: int
    last_month: int
    alarms: int

    @property
    def people(self):
        return self.cells.totals[Metric.PROFICIENT]

    @property
    def has_plan(self):
        """Whether there is a plan to compare with; it is not shared out by group."""
        return not self.chosen.audience

    @property
    def weakest_step(self):
        """The milestone before which the largest part of those who came so far is lost; None where nobody enrolled."""
        pairs = zip(self.funnel, self.funnel[1:], strict=False)
        losses = [(before.people - after.people, before, after) for before, after in pairs]
        lost, before, after = max(losses, key=lambda loss: loss[0])
        return (lost, before, after) if lost > 0 else None

    @property
    def furthest_behind(self):
        """The dzongkhag with the largest gap to its plan; None where there is none."""
        first = self.dzongkhags[0] if self.dzongkhags else None
        return first if first and first.behind else None

    def share(self, dimension, key):
        """One group's people and percentage."""
        return next(share for share in self.groups[dimension] if share.key == key)


def dashboard(chosen, *, today=None):
    """The staff page for what is chosen. Reads only bounded tables and pending deltas, in eight queries."""
    today = today or timezone.localdate()
    part = {"dzongkhag": chosen.dzongkhag.pk if chosen.dzongkhag else None, "audience": chosen.audience}
    cells = indicators.cells(**part, period=chosen.period)
    dzongkhags = list(Dzongkhag.objects.all())
    target = Target.objects.prefetch_related("plan").get(slug=PROFICIENT_CITIZENS)
    answer = answer_from(
        target,
        months=cells.months,
        recent=recent_people(today, **part),
        today=today,
        part=part_of_plan(chosen, dzongkhags),
    )
    gewogs = gewog_rows(cells, chosen)
    return Dashboard(
        chosen=chosen,
        answer=answer,
        cells=cells,
        dzongkhags=ranked(dzongkhags, cells, chosen, answer_from_country(target, today), today),
        gewogs=[row for row in gewogs if row.enrolled or row.proficient],
        gewogs_without_anyone=sum(not (row.enrolled or row.proficient) for row in gewogs),
        funnel=funnel(cells),
        groups={name: shares(cells, name) for name in GROUPS},
        this_month=dict(cells.months).get(today.replace(day=1), 0),
        last_month=dict(cells.months).get(previous_month(today), 0),
        alarms=ReconciliationAlarm.objects.filter(resolved_at__isnull=True).count(),
    )


def answer_from_country(target, today):
    """The whole plan, with which dzongkhags are compared."""
    return answer_from(target, months=[], recent=0, today=today)


def part_of_plan(chosen, dzongkhags):
    """The part of the national plan that is this page's: by population; none for an audience, which has no plan."""
    if chosen.audience:
        return 0.0
    if chosen.dzongkhag is None:
        return 1.0
    population = sum(one.population or 0 for one in dzongkhags) or 1
    return (chosen.dzongkhag.population or 0) / population


def ranked(dzongkhags, cells, chosen, country, today):
    """The dzongkhags by the gap to their part of the plan, largest first; none compared where an audience is chosen."""
    codes = {one.pk: one.code for one in dzongkhags}
    found = dict.fromkeys(codes.values(), 0) | {
        codes[pk]: n for pk, n in cells.of("dzongkhag").items() if pk is not None
    }
    rows = dzongkhag_rows(dzongkhags, found, planned=0 if chosen.audience else planned_in(chosen, country, today))
    shown = [row for row in rows if chosen.dzongkhag is None or row.code == chosen.code]
    return sorted(shown, key=lambda row: (-row.gap, row.dzongkhag.name))


def planned_in(chosen, country, today):
    """What the national plan foresees: by today, or within the period as far as it has passed."""
    if chosen.period is None:
        return country.planned
    first, last = chosen.period
    end = min(today, month_end(last))
    return max(0, country.planned_on(end) - country.planned_on(min(first, end)))


def gewog_rows(cells, chosen):
    """The gewogs by how many are enrolled and not proficient yet, most first."""
    gewogs = Gewog.objects.select_related("dzongkhag")
    if chosen.dzongkhag:
        gewogs = gewogs.filter(dzongkhag=chosen.dzongkhag)
    enrolled, proficient = cells.of("gewog", Metric.ENROLLED), cells.of("gewog", Metric.PROFICIENT)
    rows = [GewogRow(one, enrolled.get(one.pk, 0), proficient.get(one.pk, 0)) for one in gewogs]
    return sorted(rows, key=lambda row: (-row.gap, -row.enrolled, row.gewog.name))


def funnel(cells):
    """The milestones in order."""
    enrolled = cells.totals[Metric.ENROLLED]
    return [Step(Metric(metric), n, percent(n, enrolled)) for metric, n in cells.totals.items()]


def shares(cells, dimension):
    """The groups of a dimension, exact."""
    found, total = cells.of(dimension), cells.totals[Metric.PROFICIENT]
    return [
        Share(str(key), str(label), found.get(key, 0), percent(found.get(key, 0), total))
        for key, label in GROUPS[dimension].choices
    ]


def previous_month(day):
    """The first day of the month before."""
    return date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)


def month_end(first):
    """The first day after the month, which is where a plan by its end is read."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def rows(page):
    """The dashboard as rows for a file: dimension, code, name in English, people in each metric."""
    yield "all", "", "", *page.cells.totals.values()
    places = {one.pk: (one.code, one.name_en) for one in Dzongkhag.objects.all()}
    gewogs = {one.pk: (one.code, one.name_en) for one in Gewog.objects.all()}
    for dimension, known in (("dzongkhag", places), ("gewog", gewogs)):
        for key in sorted(keys_of(page.cells, dimension), key=lambda key: known.get(key, ("", ""))):
            yield dimension, *known.get(key, ("", "Not known")), *counts(page.cells, dimension, key)
    for dimension, choices in GROUPS.items():
        for key in choices.values:
            yield dimension, key, key, *counts(page.cells, dimension, key)


def keys_of(cells, dimension):
    """Every cell of the dimension that has people in some metric."""
    return {key for metric in Metric.values for key in cells.of(dimension, metric)}


def counts(cells, dimension, key):
    """The people of one cell in each metric."""
    return [cells.of(dimension, metric).get(key, 0) for metric in Metric.values]
