"""Lists that leave the portal as CSV or XLSX, so that no spreadsheet runs a cell of them. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from literacy.spreadsheets import harmless


class Echo:
    """What csv writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Sequence]) -> Iterator[str]:
    """CSV lines with a byte-order mark first, which tells spreadsheets that this is UTF-8."""
    writer = csv.writer(Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([harmless(str(cell)) for cell in row])


def xlsx(rows: Iterable[Sequence]) -> bytes:
    """A workbook of one sheet; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Report")
    for row in rows:
        sheet.append([harmless(ILLEGAL_CHARACTERS_RE.sub("", str(cell))) for cell in row])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
