"""Lists as a spreadsheet takes them in."""

import csv
import io

import pytest
from openpyxl import load_workbook

from intelligent_bhutan import tables

RUN = '=HYPERLINK("http://evil")'


def test_a_spreadsheet_reads_back_what_was_written():
    written = "".join(tables.lines([["རྫོང་ཁག", "Number"], ['Thimphu, "Thim"', 12], ["སྤ་རོ", None], [RUN, -4]]))
    assert written[0] == tables.BYTE_ORDER_MARK
    assert list(csv.reader(io.StringIO(written[1:]))) == [
        ["རྫོང་ཁག", "Number"],
        ['Thimphu, "Thim"', "12"],
        ["སྤ་རོ", ""],
        [f"'{RUN}", "-4"],
    ]


def test_a_workbook_holds_text_alone_and_runs_nothing():
    sheet = load_workbook(io.BytesIO(tables.xlsx([["མིང་།", RUN], [7, "\x0b+1\x01"]]))).active
    assert [[(cell.value, cell.data_type) for cell in row] for row in sheet] == [
        [("མིང་།", "s"), (f"'{RUN}", "s")],
        [("7", "s"), ("'+1", "s")],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_spreadsheet_runs_nothing(start):
    assert tables.harmless(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("cell", [-4, "Paro", "", None, "པདྨ།", "a=b"])
def test_what_is_harmless_stays_as_it_is(cell):
    assert tables.harmless(cell) == cell
