"""Words for everything that may be wrong."""

import re
from datetime import date
from pathlib import Path

import pytest

from intelligent_bhutan.places import book
from literacy import checking, spreadsheets
from literacy.actions import reading
from literacy.forms.importing import BROKEN, PROBLEMS, broken_words, problem_words
from literacy.queries import importing


def codes_in(*modules):
    """The codes that these modules may give."""
    text = "".join(Path(module.__file__).read_text() for module in modules)
    given = re.findall(r'Broken\(\s*"(\w+)"', text) + re.findall(r'\.refuse\(\s*[^,]+,\s*"(\w+)"', text)
    return set(given) | set(re.findall(r'found\.append\(\("\w+", "(\w+)"\)\)', text))


def test_every_code_has_a_sentence():
    broken = codes_in(spreadsheets, reading) | {"has_password", "old_workbook"}
    places = re.findall(r'"((?:gewog|dzongkhag)_\w+)"', Path(book.__file__).read_text())
    problems = codes_in(checking, importing) | set(places)
    assert broken == set(BROKEN)
    assert problems | {"missing"} == set(PROBLEMS)


def test_sentences_name_what_they_are_about():
    assert broken_words({"code": "missing_columns", "details": {"columns": ["Consent", "Date of birth"]}}) == (
        "These columns are missing: Consent, Date of birth. Take the headings from the template."
    )
    problem = {"column": "gewog", "code": "gewog_unknown", "details": {"text": "Koma", "near": ["Khoma, Lhuentse"]}}
    assert problem_words(problem) == "Gewog: There is no gewog “Koma”. Nearest: Khoma, Lhuentse."
    problem["details"]["near"] = []
    assert problem_words(problem) == "Gewog: There is no gewog “Koma”. Nearest: none."


@pytest.mark.parametrize(("column", "words"), checking.CHOICES.items())
def test_an_unknown_word_is_answered_with_the_words_that_are_known(column, words):
    problem = {"column": column, "code": "unknown_choice", "details": {"text": "pilot"}}
    assert problem_words(problem).endswith(f"Write one of these: {', '.join(words)}.")
    for word in words:
        row = checking.check({column: word}, book.PlaceBook([]), date(2026, 1, 1))
        assert column not in {problem["column"] for problem in row.problems}
