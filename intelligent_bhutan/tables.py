"""Lists as CSV or XLSX, for people and for spreadsheets, which run no cell of them. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

BYTE_ORDER_MARK = "\ufeff"  # without it, a spreadsheet takes Dzongkha for another encoding
# the last four are the full-width shapes, which some spreadsheets take for the plain ones
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def lines(rows: Iterable[Sequence]) -> Iterator[str]:
    """The lines of a CSV file, one by one."""
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def xlsx(rows: Iterable[Sequence]) -> bytes:
    """A workbook of one sheet; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Report")
    for row in rows:
        sheet.append([harmless(ILLEGAL_CHARACTERS_RE.sub("", str(cell))) for cell in row])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def harmless(cell):
    """The cell, so that no spreadsheet runs it as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RUN_BY_SPREADSHEETS) else cell
