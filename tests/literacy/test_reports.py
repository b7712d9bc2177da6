"""Lists on their way out."""

import io

from openpyxl import load_workbook

from literacy import reports

RUN = '=HYPERLINK("http://evil")'


def test_csv_says_that_it_is_utf_8_and_runs_nothing():
    written = "".join(reports.csv_lines([["མིང་།", RUN], [7, "a,b"]]))
    assert written == '\ufeffམིང་།,"\'=HYPERLINK(""http://evil"")"\r\n7,"a,b"\r\n'


def test_a_workbook_holds_text_alone_and_runs_nothing():
    sheet = load_workbook(io.BytesIO(reports.xlsx([["མིང་།", RUN], [7, "\x0b+1\x01"]]))).active
    assert [[(cell.value, cell.data_type) for cell in row] for row in sheet] == [
        [("མིང་།", "s"), (f"'{RUN}", "s")],
        [("7", "s"), ("'+1", "s")],
    ]
