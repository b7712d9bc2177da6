"""Exact reads of the counts: bounded tables plus pending deltas, one statement each.

A cell whose place is not known has the dzongkhag or gewog None. Counts of zero are left out unless said otherwise.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Case, F, Sum, Value, When

from literacy.models import DayTally, MarginTally, Metric

PEOPLE = "people"


@dataclass(frozen=True)
class Cells:
    """The counts of one moment: `by[dimension][metric][value]`; `months` are new proficient people a month.

    Dimensions: dzongkhag (primary key), audience, gewog (primary key), gender, age_band, disability.
    `totals` holds each metric's people.
    """

    totals: dict
    by: dict
    months: list

    def of(self, dimension, metric=Metric.PROFICIENT):
        """The counts of one dimension in one metric."""
        return self.by.get(dimension, {}).get(metric, {})


def within(dzongkhag, audience):
    """The cells of a dzongkhag (primary key) and an audience; of all where they are not given."""
    tallies = MarginTally.objects.all()
    if dzongkhag is not None:
        tallies = tallies.filter(dzongkhag=dzongkhag)
    return tallies.filter(audience=audience) if audience else tallies


def total(metric, *, dzongkhag=None, audience=""):
    """How many people to date."""
    people = within(dzongkhag, audience).filter(month=None, metric=metric, dimension=PEOPLE)
    return people.aggregate(n=Sum("n"))["n"] or 0


def totals(*, dzongkhag=None, audience=""):
    """How many people to date in each metric, zeros included."""
    people = within(dzongkhag, audience).filter(month=None, dimension=PEOPLE)
    found = dict(people.values_list("metric").annotate(n=Sum("n")))
    return {metric: found.get(metric, 0) for metric in Metric.values}


def months(metric, *, dzongkhag=None, audience=""):
    """New people of each month that had any, as (first day, number), oldest first."""
    people = within(dzongkhag, audience).filter(month__isnull=False, metric=metric, dimension=PEOPLE)
    return list(people.values_list("month").annotate(n=Sum("n")).filter(n__gt=0).order_by("month"))


def days(metric, *, since, until, dzongkhag=None, audience=""):
    """New people of each day that had any, from one day to another, as (day, number), oldest first."""
    people = DayTally.objects.filter(metric=metric, day__range=(since, until))
    if dzongkhag is not None:
        people = people.filter(dzongkhag=dzongkhag)
    if audience:
        people = people.filter(audience=audience)
    return list(people.values_list("day").annotate(n=Sum("n")).filter(n__gt=0).order_by("day"))


def cells(*, dzongkhag=None, audience="", period=None):
    """Everything a dashboard shows, of one moment: to date, or from a first to a last month (`period`, first days)."""
    tallies = within(dzongkhag, audience)
    chosen = tallies.filter(month=None) if period is None else tallies.filter(month__range=period)
    people = chosen.values_list("metric", "dimension").annotate(
        key=F("value"),
        place=Case(When(dimension=PEOPLE, then="dzongkhag"), default=None),
        group=Case(When(dimension=PEOPLE, then="audience"), default=Value("")),
        of_month=Value(None, output_field=MarginTally._meta.get_field("month")),
        people=Sum("n"),
    )
    series = (
        tallies.filter(month__isnull=False, metric=Metric.PROFICIENT, dimension=PEOPLE)
        .values_list("metric", "dimension")
        .annotate(
            key=Value(""),
            place=Value(None, output_field=MarginTally._meta.pk),
            group=Value(""),
            of_month=F("month"),
            people=Sum("n"),
        )
    )
    return sorted_out(people.union(series, all=True))


def sorted_out(rows):
    """Rows of the one statement as `Cells`."""
    sums = dict.fromkeys(Metric.values, 0)
    by = defaultdict(lambda: defaultdict(Counter))
    series = Counter()
    for metric, dimension, key, place, group, month, n in rows:
        if month is not None:
            series[month] += n
        elif dimension == PEOPLE:
            sums[metric] += n
            by["dzongkhag"][metric][place] += n
            by["audience"][metric][group] += n
        else:
            value = key if dimension != "gewog" else int(key) if key else None
            by[dimension][metric][value] += n
    return Cells(
        totals=sums,
        by={dimension: {metric: without_zeros(found) for metric, found in of.items()} for dimension, of in by.items()},
        months=sorted(without_zeros(series).items()),
    )


def without_zeros(counter):
    """The counts that are not zero."""
    return {key: n for key, n in counter.items() if n}
