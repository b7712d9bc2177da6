"""What the literacy strand reports upward: people who reached a milestone, each counted once. Exact at any moment.

`metric` is enrolled, completed, assessed or proficient; only proficient counts to the national target.
"""

from literacy.models import Metric
from literacy.queries import standing

cells = standing.cells
totals = standing.totals


def proficient_total():
    """Proficient people of the whole country, now."""
    return standing.total(Metric.PROFICIENT)


def proficient_months():
    """New proficient people of each month that had any, as (first day, number), oldest first; they sum to the total."""
    return standing.months(Metric.PROFICIENT)


def proficient_days(*, since, until, dzongkhag=None, audience=""):
    """Newly proficient people of each day that had any, as (day, number), oldest first."""
    return standing.days(Metric.PROFICIENT, since=since, until=until, dzongkhag=dzongkhag, audience=audience)


def counts_by_dzongkhag(metric):
    """People to date by the dzongkhag's primary key; None where the place is not known."""
    return standing.cells().of("dzongkhag", metric)


def counts_by(dimension, metric):
    """People to date by dzongkhag, gewog, audience, gender, age_band or disability."""
    return standing.cells().of(dimension, metric)


def funnel(*, dzongkhag=None, audience=""):
    """People to date in each milestone, in order: (metric, number). A person stands in every milestone reached."""
    found = standing.totals(dzongkhag=dzongkhag, audience=audience)
    return [(metric, found[metric]) for metric in Metric.values]
