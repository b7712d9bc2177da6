"""One row: what it says, and everything that may be wrong with it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelligent_bhutan.places.book import Place, PlaceBook
from literacy import checking
from literacy.checking import check, columns, missing

TODAY = date(2026, 11, 25)
BOOK = PlaceBook(
    [
        Place(1, "Khoma", "Lhuentse", ("མཁོ་མ།",)),
        Place(2, "Kurtoed", "Lhuentse"),
        Place(3, "Chhumig", "Bumthang", ("Chhume", "Chumey")),
        Place(4, "Jurmed", "Bumthang"),
        Place(5, "Jurmed", "Mongar"),
    ]
)
RIGHT = {"full_name": "Pema Lhaden", "date_of_birth": "27/3/1986", "consent": "self"}


def row(**cells):
    return check({**RIGHT, **cells}, BOOK, TODAY)


def codes(**cells):
    return [(one["column"], one["code"]) for one in row(**cells).problems]


def test_headings_are_known_in_both_languages_however_they_are_written():
    english, dzongkha, both = ["FULL  NAME", "date_of_birth", "Consent "], ["མིང་།", "སྐྱེས་ཚེས", "གནང་བ་"], [
        "Full name (མིང་)", "Date of birth (སྐྱེས་ཚེས།)", "Consent (གནང་བ)"]  # fmt: skip
    places = {"full_name": 0, "date_of_birth": 1, "consent": 2}
    assert [columns(header) for header in (english, dzongkha, both)] == [(places, [])] * 3


def test_unknown_headings_are_named_and_the_first_of_two_counts():
    assert columns(["Name", "Shoe size", "", "Full name"]) == ({"full_name": 0}, ["Shoe size"])
    assert missing({"full_name": 0}) == ["Date of birth", "Consent"]


def test_a_row_is_cleaned_of_tibetan_digits_and_stray_spaces():
    found = row(
        full_name="\u00a0 Pema\u00a0\u00a0 Lhaden\u200b ",
        full_name_dz="པདྨ\u0f0cལྷ་ལྡན་",
        date_of_birth="༢༧/༣/༡༩༨༦",
        gender=" Female ",
        audience="monk or nun",
        gewog="khoma gewog",
        dzongkhag="LHUENTSE",
        identity_number="༡༡༣ ༤༥-༦༧༨.༩༠༡",
        phone="༡༧ ༡༢ ༣༤ ༥༦",
        roll_number="༧",
        consent="Guardian",
    )
    assert (found.problems, found.cleaned) == (
        [],
        {
            "full_name": "Pema Lhaden",
            "full_name_dz": "པདྨ་ལྷ་ལྡན",
            "date_of_birth": "1986-03-27",
            "gender": "female",
            "audience": "monk_body",
            "gewog": 1,
            "identity_number": "11345678901",
            "phone": "+97517123456",
            "roll_number": 7,
            "consent": "guardian",
        },
    )


@pytest.mark.parametrize(
    "written",
    ["27/3/1986", "27.03.1986", "27-3-1986", "27 3 1986", "1986-03-27", "1986/3/27", "1986-03-27 00:00:00", "31498"],
)
def test_dates_are_read_as_people_and_spreadsheets_write_them(written):
    assert row(date_of_birth=written).cleaned["date_of_birth"] == "1986-03-27"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "missing"),
        ("31/2/1986", "no_date"),
        ("3/27/1986", "no_date"),
        ("0/0/1986", "no_date"),
        ("1986", "no_date"),
        ("spring", "no_date"),
        ("27/3/2062", "impossible_age"),
        ("27/3/1886", "impossible_age"),
        ("25/11/2024", "impossible_age"),
    ],
)
def test_impossible_dates_are_refused(written, code):
    assert codes(date_of_birth=written) == [("date_of_birth", code)]


@given(st.dates(min_value=TODAY - timedelta(days=100 * 365), max_value=TODAY - timedelta(days=20 * 365)))
def test_every_day_that_can_be_is_the_same_in_every_way_of_writing(day):
    serial = str((day - checking.EXCEL_EPOCH).days)
    written = [day.isoformat(), f"{day.day}/{day.month}/{day.year}"] + [serial] * (int(serial) > 3_000)
    assert {row(date_of_birth=one).cleaned["date_of_birth"] for one in written} == {day.isoformat()}


@pytest.mark.parametrize(
    ("gewog", "dzongkhag", "code", "near"),
    [
        ("Koma", "Lhuentse", "gewog_unknown", ["Khoma, Lhuentse"]),
        ("Jurmed", "", "gewog_ambiguous", ["Jurmed, Bumthang", "Jurmed, Mongar"]),
        ("Khoma", "Mongar", "gewog_elsewhere", ["Khoma, Lhuentse"]),
        ("Khoma", "Atlantis", "dzongkhag_unknown", ["Khoma, Lhuentse"]),
        ("Xyzzy", "", "gewog_unknown", []),
    ],
)
def test_a_gewog_that_does_not_fit_comes_with_the_nearest(gewog, dzongkhag, code, near):
    found = row(gewog=gewog, dzongkhag=dzongkhag)
    details = {"text": gewog, "near": near}
    assert found.problems == [{"column": "gewog", "code": code, "details": details}]
    assert found.cleaned["gewog"] is None


def test_other_spellings_of_a_gewog_fit():
    assert [row(gewog=name).cleaned["gewog"] for name in ("Chumey", "མཁོ་མ", "Khoma, Lhuentse", "")] == [3, 1, 1, None]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"consent": ""}, [("consent", "missing")]),
        ({"consent": "perhaps"}, [("consent", "unknown_choice")]),
        ({"date_of_birth": "26/11/2008"}, [("consent", "child_cannot_consent")]),
        ({"date_of_birth": "25/11/2008"}, []),
        ({"date_of_birth": "26/11/2008", "consent": "School"}, []),
        ({"date_of_birth": "26/11/2008", "consent": "parent"}, []),
    ],
)
def test_somebody_who_may_has_agreed(cells, found):
    assert codes(**cells) == found


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"full_name": " "}, [("full_name", "missing")]),
        ({"full_name": "Pema 2"}, [("full_name", "no_name")]),
        ({"full_name": "…"}, [("full_name", "no_name")]),
        ({"full_name": "a" * 121}, [("full_name", "too_long")]),
        ({"full_name_dz": "ཀ" * 241}, [("full_name", "too_long")]),
        ({"gender": "x"}, [("gender", "unknown_choice")]),
        ({"audience": "pilot"}, [("audience", "unknown_choice")]),
        ({"identity_number": "1134567890"}, [("identity_number", "no_identity_number")]),
        ({"identity_number": "1.13457E+10"}, [("identity_number", "no_identity_number")]),
        ({"phone": "02 321 321"}, [("phone", "no_phone")]),
        ({"phone": "18123456"}, [("phone", "no_phone")]),
        ({"roll_number": "0"}, [("roll_number", "no_number")]),
        ({"roll_number": "seven"}, [("roll_number", "no_number")]),
    ],
)
def test_each_cell_has_its_own_problem(cells, found):
    assert codes(**cells) == found


def test_every_problem_of_a_row_is_found_at_once():
    wrong = dict.fromkeys(checking.HEADERS, "?")
    found = {one["column"] for one in check(wrong, BOOK, TODAY).problems}
    assert found == set(checking.HEADERS) - {"full_name_dz", "dzongkhag"}


def test_a_number_that_is_none_is_not_kept_as_one():
    assert row(identity_number="1134567890").cleaned["identity_number"] == ""


def test_the_guard_of_our_own_reports_is_taken_off_again():
    assert row(phone="'+97517123456").cleaned["phone"] == "+97517123456"
    assert row(full_name="'Pema").cleaned["full_name"] == "'Pema"


@given(st.dictionaries(st.sampled_from(list(checking.HEADERS)), st.text(max_size=60)))
def test_no_row_breaks_the_checking(cells):
    assert {one["column"] for one in check(cells, BOOK, TODAY).problems} <= set(checking.HEADERS)
