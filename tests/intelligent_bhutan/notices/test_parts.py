"""Length of text messages as networks count it, and making them fit."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intelligent_bhutan.notices.parts import BASIC, EXTENDED, fit, is_gsm, parts, plain, units

WORDS = st.sampled_from(
    [
        "Come",
        "to",
        "Paro,",
        "seat",
        "12.",
        "[note]",
        "€5",
        "རྫོང་ཁ་",
        "ཨིན།",
        "😀",
        "https://ib.bt/me/7f3a",
        "482913",
        "\n",
        " ",
    ]
)
TEXTS = st.lists(WORDS, max_size=120).map(" ".join) | st.text(max_size=600)


@pytest.mark.parametrize(
    ("text", "length", "count"),
    [
        ("", 0, 1),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("€" * 80, 160, 1),
        ("a" * 152 + "€" + "a" * 152, 306, 3),  # an escape and its sign are never torn
        ("ཀ" * 70, 70, 1),
        ("ཀ" * 71, 71, 2),
        ("ཀ" * 134, 134, 2),
        ("ཀ" * 135, 135, 3),
        ("😀" * 35, 70, 1),
        ("😀" * 67, 134, 3),  # nor are the halves of a sign beyond the first plane
    ],
)
def test_text_is_counted_as_the_network_does(text, length, count):
    assert (units(text), parts(text)) == (length, count)


def test_one_foreign_sign_makes_the_whole_text_dear():
    assert parts("a" * 160) == 1
    assert parts("a" * 159 + "ཀ") == 3


def test_typographic_marks_become_plain_ones():
    assert plain("“It’s here – now…”") == '"It\'s here - now..."'
    assert is_gsm(plain("“It’s here – now…”"))


def test_alphabets_do_not_overlap():
    assert not BASIC & EXTENDED
    assert len(BASIC) == 127  # 128 places, one of them the escape


@given(TEXTS, st.integers(1, 4))
@example("https://ib.bt/" + "x" * 300, 1)
def test_text_fits_and_is_a_beginning(text, most):
    made = fit(text, most)
    assert parts(made) <= most
    if parts(text) <= most:
        assert made == text
    else:
        assert text.startswith(made.removesuffix("...").removesuffix("…"))


@given(TEXTS, st.integers(1, 3))
def test_link_or_code_is_never_cut_through(text, most):
    end = len(fit(text, most).removesuffix("...").removesuffix("…"))
    spans = [whole.span() for whole in re.finditer(r"https://ib\.bt/me/7f3a|482913", text)]
    assert [span for span in spans if span[0] < end < span[1]] == []


def test_dzongkha_is_shortened_after_a_syllable():
    text = "སློབ་སྦྱོང་" * 20
    made = fit(text, 1)
    assert made.endswith("་…")
    assert text.startswith(made[:-1])
    assert 60 <= units(made) <= 70


def test_english_is_shortened_after_a_word():
    assert fit("lesson " * 40, 1) == "lesson " * 21 + "lesson..."


def test_endless_word_is_cut_and_an_endless_link_is_left_out():
    assert fit("a" * 200, 1) == "a" * 157 + "..."
    assert fit("https://ib.bt/" + "a" * 200, 1) == "..."
