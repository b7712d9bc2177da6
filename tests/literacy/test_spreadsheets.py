"""Files of people as they arrive: in any encoding, from any program, broken or hostile."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from literacy import spreadsheets
from literacy.spreadsheets import MOST_ROWS, Broken, rows

SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>%s</sheetData></worksheet>'
)
NAMES = [["Full name", "མིང་།"], ["Zoë Dorji", "པདྨ།"]]


def text(table, delimiter=","):
    return "".join(delimiter.join(row) + "\r\n" for row in table)


def cells(content):
    return [found for _number, found in rows(content)]


def a_workbook(*table):
    book = Workbook()
    for row in table:
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def repacked(content, **parts):
    """The workbook with some of its parts replaced or added."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        inside = {name: old.read(name) for name in old.namelist()}
        for name, data in (
            inside | {key.replace("__", "/").replace("_dot_", "."): v for key, v in parts.items()}
        ).items():
            new.writestr(name, data)
    return packed.getvalue()


def why(content):
    with pytest.raises(Broken) as broken:
        cells(content)
    return broken.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_unicode_and_any_delimiter_are_read(encoding, delimiter):
    assert cells(text(NAMES, delimiter).encode(encoding)) == NAMES


def test_utf_16_of_either_order_is_read():
    content = b"\xfe\xff" + text(NAMES, "\t").encode("utf-16-be")
    assert cells(content) == NAMES


def test_windows_1252_is_read():
    assert cells("Full name;Dzongkhag\r\nZoë Dorji;Ha’a\r\n".encode("cp1252")) == [
        ["Full name", "Dzongkhag"],
        ["Zoë Dorji", "Ha’a"],
    ]


def test_rows_count_as_the_spreadsheet_counts_them():
    content = b'Full name,Note\n\nPema,"two\nlines"\n,\nDorji,x\n'
    assert [number for number, _cells in rows(content)] == [1, 3, 5]


def test_cells_of_a_workbook_are_what_a_person_would_type():
    content = a_workbook(
        ["text", "number", "fraction", "empty", "date", "moment"],
        ["༢༧", 11345678901, 17654321.0, None, date(1986, 3, 27), datetime(1986, 3, 27, 8, 30)],
        ["007", 0.5, 30000],
    )
    assert cells(content)[1:] == [
        ["༢༧", "11345678901", "17654321", "", "1986-03-27", "1986-03-27"],
        ["007", "0.5", "30000"],
    ]


def test_empty_rows_below_a_list_do_not_count_against_it():
    filled = b"Full name,Born\n" + b"Pema,1986-03-27\n" * 3
    assert len(cells(filled + b",\n" * (MOST_ROWS + 5))) == 4


def test_as_many_rows_as_promised_are_read_and_no_more():
    head, row = b"Full name\n", b"Pema\n"
    assert sum(1 for _ in rows(head + row * MOST_ROWS)) == MOST_ROWS + 1
    assert why(head + row * (MOST_ROWS + 1)) == "too_many_rows"


def test_a_row_far_below_the_others_ends_soon():
    sheet = SHEET % (b"Full name", b'<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>')
    far = repacked(a_workbook(["Full name"]), xl__worksheets__sheet1_dot_xml=sheet)
    assert cells(far) == [["Full name"]]


def test_long_cells_are_cut_and_wide_rows_refused():
    assert len(cells(b"Full name\n" + b"x" * 9_000 + b"\n")[1][0]) == spreadsheets.MOST_LETTERS + 1
    assert why(b"Full name\n" + b"x," * 61 + b"x\n") == "too_many_columns"


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
)
BROKEN = {
    "nothing": (b"", "empty"),
    "spaces only": (b" \n\r\n", "empty"),
    "commas only": (b",,,\n,,,\n", "empty"),
    "an empty workbook": (a_workbook(), "empty"),
    "an open quotation mark": (b'Full name\n"Pema\nDorji\n', "broken_line"),
    "half a UTF-16 letter": (b"\xff\xfeP\x00e", "broken_encoding"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(40), "not_a_spreadsheet"),
    "a PDF": (b"%PDF-1.7\n1 0 obj\n", "not_a_spreadsheet"),
    "a web page": (b"<!doctype html><title>x</title>", "not_a_spreadsheet"),
    "a program": (b"MZ\x90\x00\x03" + bytes(40), "not_a_spreadsheet"),
    "bytes of no encoding": (b"Full name\n\x81\x8d\x8f\n", "not_a_spreadsheet"),
    "a password": (b"\xd0\xcf\x11\xe0" + bytes(99) + "EncryptedPackage".encode("utf-16-le"), "has_password"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(99) + "Workbook".encode("utf-16-le"), "old_workbook"),
    "half a workbook": (a_workbook(["Full name"])[:-200], "not_a_spreadsheet"),
    "a damaged workbook": (a_workbook(["Full name"]).replace(b"xl/workbook", b"xl/workbxxx"), "not_a_spreadsheet"),
    "macros": (repacked(a_workbook(["Full name"]), xl__vbaProject_dot_bin=b"x"), "has_macros"),
    "a zip bomb": (repacked(a_workbook(["x"]), xl__media__bomb_dot_bin=bytes(3_000_000)), "too_large_unpacked"),
    "an XML bomb": (
        repacked(a_workbook(["x"]), xl__worksheets__sheet1_dot_xml=LAUGHS + SHEET % (b"&a9;", b"")),
        "not_a_spreadsheet",
    ),
    "many parts": (
        repacked(a_workbook(["x"]), **{f"xl__part{number}": b"x" for number in range(201)}),
        "too_large_unpacked",
    ),
}


@pytest.mark.parametrize(("content", "code"), BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_cannot_be_read_is_broken_in_one_word(content, code):
    assert why(content) == code


def test_the_line_that_cannot_be_read_is_named():
    with pytest.raises(Broken) as broken:
        cells(b'Full name\nPema\n"Dor"ji\n')
    assert broken.value.details == {"line": 3}
