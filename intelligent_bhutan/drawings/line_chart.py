"""A line chart in percent of its box, so that the drawing may stretch while its words keep their size."""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Ticks = Sequence[tuple[float, str]]
HEADROOM = 1.05  # above the highest point, where no tick is higher


@dataclass(frozen=True)
class Series:
    """What is drawn: `kind` is actual, target, forecast or second; `label` stands at the last point."""

    kind: str
    label: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: `at` percent from the left, or from the top."""

    at: float
    label: str


@dataclass(frozen=True)
class Line:
    """A drawn series: its points for `<polyline>`, and where its label stands.

    `anchor` is the label's text-anchor; `shift` moves it clear of the line, in pixels down.
    """

    kind: str
    label: str
    points: str
    x: float
    y: float
    anchor: str
    shift: int


@dataclass(frozen=True)
class LineChart:
    """All that the component draws."""

    lines: list[Line]
    across: list[Tick]
    up: list[Tick]


def draw(
    series: Sequence[Series], *, across: Ticks, up: Ticks
) -> LineChart:
    """Place the series between their own first and last x, and between 0 and their highest value or tick.

    `across` and `up` are the ticks as (value, label). Of lines that end near each other the highest is labelled above
    its end and the others below theirs. Raises ValueError where there is nothing to draw.
    """
    points = [point for one in series for point in one.points]
    if not points:
        raise ValueError("A line chart needs points.")
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top = max([max(y for _, y in points) * HEADROOM, *(value for value, _ in up)]) or 1

    def place(point: Point) -> Point:
        x, y = point
        return round(100 * (x - left) / (right - left or 1), 2), round(100 - 100 * y / top, 2)

    placed = [(one, [place(point) for point in one.points]) for one in series if one.points]
    highest = min(ends[-1][1] for _, ends in placed)
    return LineChart(
        lines=[line(one, ends, above=ends[-1][1] == highest) for one, ends in placed],
        across=[Tick(place((value, 0))[0], label) for value, label in across if left <= value <= right],
        up=[Tick(place((left, value))[1], label) for value, label in up],
    )


def line(one: Series, points: list[Point], *, above: bool) -> Line:
    """A series in its place; a label near the right edge reads towards the left."""
    x, y = points[-1]
    return Line(
        kind=one.kind,
        label=one.label,
        points=" ".join(f"{across:g},{down:g}" for across, down in points),
        x=x,
        y=y,
        anchor="end" if x > 60 else "start",
        shift=-10 if above else 22,
    )
