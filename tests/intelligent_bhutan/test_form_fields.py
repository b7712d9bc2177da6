"""A date asked for in three short answers."""

from datetime import date

import pytest
from django import forms

from intelligent_bhutan.form_fields import DatePartsField


class Birth(forms.Form):
    day = DatePartsField(required=False)


def asked(day="", month="", year=""):
    """The form as a browser sends it."""
    return Birth({"day_0": day, "day_1": month, "day_2": year})


@pytest.mark.parametrize(
    ("parts", "meant"),
    [
        (("27", "3", "1986"), date(1986, 3, 27)),
        (("༢༧", "༣", "༡༩༨༦"), date(1986, 3, 27)),
        ((" 27 ", "03", "1986་"), date(1986, 3, 27)),
        (("29", "2", "2024"), date(2024, 2, 29)),
        (("", " ", ""), None),
    ],
)
def test_date_is_understood_however_its_parts_are_written(parts, meant):
    form = asked(*parts)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == meant


@pytest.mark.parametrize(
    "parts", [("31", "2", "1991"), ("29", "2", "2023"), ("27", "", "1986"), ("x", "3", "1986"), ("1", "1", "1899")]
)
def test_what_is_no_date_is_refused_and_shown_again_as_it_was_written(parts):
    form = asked(*parts)
    assert form.errors["day"] == [
        "This is no date in the calendar. Write day, month and year in numbers, such as 27 3 1986."
    ]
    assert [f'value="{part}"' in str(form["day"]) for part in parts if part] == [True] * len([*filter(None, parts)])


def test_a_date_that_is_known_fills_all_three_parts():
    shown = str(Birth(initial={"day": date(1986, 3, 27)})["day"])
    assert [f'value="{part}"' in shown for part in ("27", "3", "1986")] == [True] * 3


def test_parts_that_were_not_sent_leave_what_is_known():
    widget = DatePartsField().widget
    assert widget.value_omitted_from_data({}, {}, "day")
    assert not widget.value_omitted_from_data({"day_1": ""}, {}, "day")
