"""Reading spreadsheets of people: CSV in whatever encoding it came, and XLSX, as rows of text. Pure.

A file is untrusted: its size, its number of rows, columns and letters, and what a packed file unpacks to are bounded.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

MOST_ROWS = 100_000
MOST_COLUMNS = 60
MOST_LETTERS = 500
MOST_SCANNED = 1_048_577  # rows, empty ones too: what a sheet can hold
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
MOST_ENTRIES = 200
OLD_OFFICE, ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
OTHER_KINDS = (b"%PDF", b"<", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass
class Broken(Exception):
    """The file cannot be read; `code` names why, `details` what."""

    code: str
    details: dict = field(default_factory=dict)


def rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not empty, as (number as the spreadsheet counts, cells as text). Raises Broken."""
    refuse_other_kinds(content)
    found = xlsx_rows(content) if content[:4] == b"PK\x03\x04" else csv_rows(content)
    filled = 0
    for number, cells in islice(found, MOST_SCANNED):
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise Broken("too_many_columns", {"most": MOST_COLUMNS})
        cells = [cell[: MOST_LETTERS + 1] for cell in cells[:MOST_COLUMNS]]
        if any(cell.strip() for cell in cells):
            filled += 1
            if filled > MOST_ROWS + 1:
                raise Broken("too_many_rows", {"most": MOST_ROWS})
            yield number, cells
    if not filled:
        raise Broken("empty")


def refuse_other_kinds(content: bytes) -> None:
    """Raise Broken for what is no spreadsheet by its first bytes, or one that only its password opens."""
    if not content.strip():
        raise Broken("empty")
    if content.startswith(OLD_OFFICE):
        raise Broken("has_password" if ENCRYPTED in content else "old_workbook")
    if content.lstrip().startswith(OTHER_KINDS):
        raise Broken("not_a_spreadsheet")


def csv_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV; delimiter comma, semicolon or tab, whichever its first line holds most of."""
    text = decoded(content)
    if "\x00" in text:
        raise Broken("not_a_spreadsheet")
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as problem:
        raise Broken("broken_line", {"line": reader.line_num}) from problem


def decoded(content: bytes) -> str:
    """The text: by its mark, else UTF-8, else Windows-1252, which reads anything that is no binary file."""
    encoding = next((name for mark, name in ENCODINGS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise Broken("broken_encoding") from None
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise Broken("not_a_spreadsheet") from None


def xlsx_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows of the first sheet of a workbook."""
    refuse_bombs(content)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [as_text(cell) for cell in cells]
        book.close()
    except Broken:
        raise
    except Exception as problem:  # whatever a damaged workbook makes the reader raise
        raise Broken("not_a_spreadsheet") from problem


def refuse_bombs(content: bytes) -> None:
    """Raise Broken for an archive that unpacks to far more than it is, or that is no workbook."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile:
        raise Broken("not_a_spreadsheet") from None
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked / packed > MOST_RATIO:
        raise Broken("too_large_unpacked")
    if any("vbaProject" in entry.filename for entry in entries):
        raise Broken("has_macros")


def as_text(cell) -> str:
    """A cell as a person would type it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
