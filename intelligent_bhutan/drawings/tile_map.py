"""The 20 dzongkhags as tiles of one size, each roughly where it lies: no boundary is drawn, and a phone shows it all.

The layout is the project's own.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# ISO 3166-2 code: column from the west, row from the north, letters that fit a tile
PLACES = {
    "BT-GA": (3, 1, "GAS"),
    "BT-44": (7, 1, "LHU"),
    "BT-TY": (8, 1, "TYA"),
    "BT-11": (1, 2, "PAR"),
    "BT-15": (2, 2, "THI"),
    "BT-23": (3, 2, "PUN"),
    "BT-24": (4, 2, "WAN"),
    "BT-32": (5, 2, "TRO"),
    "BT-33": (6, 2, "BUM"),
    "BT-42": (7, 2, "MON"),
    "BT-41": (8, 2, "TGA"),
    "BT-13": (1, 3, "HAA"),
    "BT-12": (2, 3, "CHU"),
    "BT-22": (3, 3, "DAG"),
    "BT-21": (4, 3, "TSI"),
    "BT-34": (5, 3, "ZHE"),
    "BT-43": (7, 3, "PEM"),
    "BT-45": (8, 3, "SJO"),
    "BT-14": (1, 4, "SAM"),
    "BT-31": (4, 4, "SAR"),
}
STEPS = 5


@dataclass(frozen=True)
class Figure:
    """A dzongkhag's number: `value` decides its shade, `text` is printed; no value where it is withheld or unknown."""

    name: str
    value: float | None
    text: str
    url: str = ""


@dataclass(frozen=True)
class Tile:
    """A figure in its place; `step` runs from 1 (least) to 5, 0 is without a value."""

    figure: Figure
    column: int
    row: int
    letters: str
    step: int
    chosen: bool


def draw(figures: Mapping[str, Figure], *, thresholds: Sequence[float], chosen: str = "") -> list[Tile]:
    """The tiles from the north-west to the south-east; a dzongkhag without a figure has none.

    Four `thresholds`, ascending, part the five shades; a value on a threshold takes the darker one.
    """
    if len(thresholds) != STEPS - 1 or list(thresholds) != sorted(thresholds):
        raise ValueError("A tile map takes four ascending thresholds.")
    tiles = [
        Tile(
            figure=figure,
            column=PLACES[code][0],
            row=PLACES[code][1],
            letters=PLACES[code][2],
            step=0 if figure.value is None else 1 + bisect_right(thresholds, figure.value),
            chosen=code == chosen,
        )
        for code, figure in figures.items()
    ]
    return sorted(tiles, key=lambda tile: (tile.row, tile.column))
