"""Answers that are files to take away."""

from django.http import HttpResponse, StreamingHttpResponse

from intelligent_bhutan import tables

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_file(rows, name):
    """The rows as CSV, sent line by line: words are put into the page's language before, for lines leave after it."""
    return named(StreamingHttpResponse(tables.lines(rows), content_type="text/csv; charset=utf-8"), f"{name}.csv")


def xlsx_file(rows, name):
    """The rows as a workbook."""
    return named(HttpResponse(tables.xlsx(rows), content_type=XLSX), f"{name}.xlsx")


def named(response, name):
    """The answer as a file of this name, which holds nothing that a person wrote."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
