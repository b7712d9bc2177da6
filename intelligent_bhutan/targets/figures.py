"""How figures are drawn and written: the chart of plan, actual and forecast, and the tile map with its shades."""

from datetime import date

from django.utils.translation import gettext as _

from intelligent_bhutan.drawings import line_chart, tile_map
from intelligent_bhutan.targets.queries.answer import next_month
from intelligent_bhutan.templatetags.dzongkha import digits, number

SHADES = (25, 50, 75, 100)  # percent of the plan


def short(n):
    """A number that fits a tile or the end of a line: 940, 1.2k, 43k."""
    if n < 1_000:
        return digits(n)
    thousands = n / 1_000
    return digits(f"{thousands:.1f}".removesuffix(".0") if thousands < 9.95 else f"{thousands:.0f}") + "k"


def year_of(day):
    """A day as a place on the axis: 2026.5 is the middle of 2026."""
    first, last = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + (day - first).days / (last - first).days


def chart(answer):
    """Plan, actual and forecast of a target."""
    target, ahead = answer.target, answer.forecast
    actual = [(target.starts_on, 0), *cumulative(answer)]
    series = [line_chart.Series("target", _("Plan"), points(answer.plan), short(answer.goal))]
    if answer.today < target.due_on:
        going_on = points([(answer.today, answer.reached), (target.due_on, ahead.expected)])
        series.append(line_chart.Series("forecast", _("At this pace"), going_on, short(ahead.expected)))
    series.append(line_chart.Series("actual", _("Reached"), points(actual)))
    top = max(answer.goal, ahead.expected)
    return line_chart.draw(
        series,
        across=[(year, digits(year)) for year in range(target.starts_on.year + 1, target.due_on.year + 1)],
        up=[(top * part // 4, short(top * part // 4)) for part in range(5)],
    )


def points(values):
    """(day, number) as (year, number)."""
    return [(year_of(day), n) for day, n in values]


def cumulative(answer):
    """People to date at the end of each month that had any, and today."""
    found, reached = [], 0
    for month, n in answer.months:
        reached += n
        found.append((min(next_month(month), answer.today), reached))
    if not found or found[-1][0] < answer.today:
        found.append((answer.today, reached))
    return found


def tiles(rows, *, chosen="", url=None, shaded=True):
    """The tile map of dzongkhag rows: people in the tile, the shade by how much of today's plan that is, if any."""
    drawn = {
        row.code: tile_map.Figure(
            row.dzongkhag.name,
            None if row.people is None or not shaded else row.percent_of_plan,
            "–" if row.people is None else short(row.people),
            url(row) if url else "",
        )
        for row in rows
        if row.code in tile_map.PLACES
    }
    return tile_map.draw(drawn, thresholds=SHADES, chosen=chosen)


def legend():
    """What the shades of the tile map mean."""
    return [
        # xgettext:no-python-format
        _("under 25% of the plan"),
        _("25 to 49%"),
        _("50 to 74%"),
        _("75 to 99%"),
        _("on plan or ahead"),
    ]


def years(answer):
    """The chart as a table: (day, planned, reached or None, expected or None), at the end of each year and today."""
    ends = {date(year, 12, 31) for year in range(answer.target.starts_on.year, answer.target.due_on.year)}
    days = sorted({*ends, answer.target.due_on, answer.today})
    return [(day, answer.planned_on(day), reached_on(answer, day), expected_on(answer, day)) for day in days]


def reached_on(answer, day):
    """People to date at the end of that day, where it is the end of a month or today; None in the future."""
    return sum(n for month, n in answer.months if month <= day) if day <= answer.today else None


def expected_on(answer, day):
    """People to be expected on a coming day at the present pace; None until today."""
    left = (answer.target.due_on - answer.today).days
    if day <= answer.today or left <= 0:
        return None
    coming = answer.forecast.expected - answer.reached
    return answer.reached + round(coming * (day - answer.today).days / left)


def pace(answer):
    """People a month now and needed from today, as the answer card takes them."""
    return [
        (_("People a month now"), number(answer.forecast.pace)),
        (_("Needed from today"), number(answer.forecast.needed)),
    ]


def kpis(page):
    """The dashboard's few numbers, as its component takes them; none about a plan where there is none."""
    women, old = page.share("gender", "female"), page.share("age_band", "60_up")
    return [
        (_("New this month"), number(page.this_month), _("last month: %(n)s") % {"n": number(page.last_month)}, ""),
        (_("Women"), percent(women.percent), _("of the proficient"), ""),
        (_("Aged 60 and over"), number(old.people), percent(old.percent), ""),
        *([behind_plan(page.dzongkhags)] if page.has_plan else []),
    ]


def behind_plan(dzongkhags):
    """How many dzongkhags are behind their part of the plan."""
    behind = sum(row.behind for row in dzongkhags)
    words = _("%(behind)s of %(all)s") % {"behind": number(behind), "all": number(len(dzongkhags))}
    return _("Dzongkhags behind plan"), words, _("by their part of the population"), "lo" if behind else "hi"


def percent(value):
    """A percentage as people read it."""
    return f"{number(value or 0, 1 if value and value < 10 else 0)}%"
