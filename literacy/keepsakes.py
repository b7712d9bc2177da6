"""A citizenship number in a report: its end and where the whole is kept, so that the report can be sent back. Pure."""

import re
from typing import NamedTuple

KEEPSAKE = re.compile(r"\s*\*+[0-9]{3}\s+\((?P<sheet>[0-9a-f]{8})/(?P<row>[0-9]{1,7})\)\s*\Z")


class Keepsake(NamedTuple):
    """The row of an earlier file that the number stands in."""

    sheet: str  # the first eight digits of the file's public id
    row: int


def written(number: str, sheet, row: int) -> str:
    """What a report says instead of the number; `sheet` is the file's public id."""
    return f"********{number[-3:]} ({sheet.hex[:8]}/{row})"


def read(cell: str) -> Keepsake | None:
    """Where the number is kept that this cell stands for; None for any other cell."""
    found = KEEPSAKE.match(cell)
    return Keepsake(found["sheet"], int(found["row"])) if found else None
