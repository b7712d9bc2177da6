"""Figures as a spreadsheet takes them in."""

import csv
import io

import pytest

from intelligent_bhutan import tables


def test_a_spreadsheet_reads_back_what_was_written():
    written = "".join(tables.lines(["རྫོང་ཁག", "Number"], [['Thimphu, "Thim"', 12], ["སྤ་རོ", None]]))
    assert written[0] == tables.BYTE_ORDER_MARK
    assert list(csv.reader(io.StringIO(written[1:]))) == [
        ["རྫོང་ཁག", "Number"],
        ['Thimphu, "Thim"', "12"],
        ["སྤ་རོ", ""],
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_spreadsheet_runs_nothing(cell):
    assert tables.harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [-4, "Paro", "", None])
def test_what_is_harmless_stays_as_it_is(cell):
    assert tables.harmless(cell) == cell
