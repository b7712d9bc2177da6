"""The table of what OWASP's ASVS 5.0 asks, level 2: what it names is there, and nothing counts as met without proof."""

import csv
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
with (ROOT / "docs" / "security" / "asvs.csv").open(encoding="utf-8") as table:
    ROWS = list(csv.DictReader(table))
FIRST_LEVEL, BOTH_LEVELS = 70, 253  # as the standard counts them
BY_STATUS = {  # which cells are filled: applies, how it is met, shown by, open
    "met": ("yes", True, True, False),
    "partly": ("yes", True, True, True),
    "does not apply": ("no", True, False, False),
    "not yet looked at": ("", False, False, False),
}


def test_table_has_each_requirement_once():
    names = [row["requirement"] for row in ROWS]
    assert len(set(names)) == len(names) == BOTH_LEVELS
    assert sum(row["level"] == "1" for row in ROWS) == FIRST_LEVEL
    assert all(re.fullmatch(r"V\d+\.\d+\.\d+", name) for name in names)


def test_status_says_no_more_than_the_row_shows():
    assert [row["requirement"] for row in ROWS if not is_sound(row)] == []


def is_sound(row):
    """Whether the cells that are filled fit the status."""
    how, shown, left = (bool(row[name]) for name in ("how it is met", "shown by", "open"))
    if row["status"] == "open":
        return (row["applies"], left) == ("yes", True)
    return (row["applies"], how, shown, left) == BY_STATUS[row["status"]]


def test_what_the_table_names_is_there():
    named = {name for row in ROWS for name in row["shown by"].split()}
    paths = {name: name.partition("::") for name in named}
    assert [name for name, (path, _, _test) in paths.items() if not (ROOT / path).is_file()] == []
    lost = [
        name
        for name, (path, _, test) in paths.items()
        if test and f"\ndef {test}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert lost == []
