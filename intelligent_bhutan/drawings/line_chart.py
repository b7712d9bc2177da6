"""A line chart in percent of its box, so that the drawing may stretch while its words keep their size."""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Ticks = Sequence[tuple[float, str]]
HEADROOM = 1.05  # above the highest point, where no tick is higher
LINE_OF_TEXT = 8  # percent of the box's height


@dataclass(frozen=True)
class Series:
    """What is drawn: `kind` is actual, target, forecast or second; `end` is printed at the last point: "371k"."""

    kind: str
    label: str
    points: Sequence[Point]
    end: str = ""


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: `at` percent from the left, or from the top."""

    at: float
    label: str


@dataclass(frozen=True)
class Line:
    """A drawn series: its points for `<polyline>`, and where its end is printed.

    `outside` means right of the box, at `y`, which keeps clear of the other ends; else below the last point.
    """

    kind: str
    label: str
    points: str
    end: str
    x: float
    y: float
    outside: bool


@dataclass(frozen=True)
class LineChart:
    """All that the component draws."""

    lines: list[Line]
    across: list[Tick]
    up: list[Tick]


def draw(series: Sequence[Series], *, across: Ticks, up: Ticks) -> LineChart:
    """Place the series between the first and last x of all, and between 0 and the highest value or tick.

    `across` and `up` are the ticks as (value, label). Raises ValueError where there is nothing to draw.
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
    heights = apart({number: ends[-1][1] for number, (_, ends) in enumerate(placed) if ends[-1][0] == 100})
    return LineChart(
        lines=[line(one, ends, heights.get(number)) for number, (one, ends) in enumerate(placed)],
        across=[Tick(place((value, 0))[0], label) for value, label in across if left <= value <= right],
        up=[Tick(place((left, value))[1], label) for value, label in up],
    )


def apart(heights: dict[int, float]) -> dict[int, float]:
    """The heights, from the top down, moved so far that one line of text fits between neighbours."""
    moved: dict[int, float] = {}
    lowest = float("-inf")
    for number, height in sorted(heights.items(), key=lambda item: item[1]):
        lowest = moved[number] = max(height, lowest + LINE_OF_TEXT)
    return moved


def line(one: Series, points: list[Point], height: float | None) -> Line:
    """A series in its place."""
    x, y = points[-1]
    return Line(
        kind=one.kind,
        label=one.label,
        points=" ".join(f"{across:g},{down:g}" for across, down in points),
        end=one.end,
        x=x,
        y=round(y if height is None else height, 2),
        outside=height is not None,
    )
