"""Answers as forms send them."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from literacy.responses import from_form

SLOT = {"item": 1, "options": ["c", "a", "b"]}
MATCHING = SLOT | {"partners": ["b", "c", "a"]}


def test_choices_are_read_by_their_place_on_the_paper():
    assert from_form(QueryDict("chosen=1&chosen=3"), SLOT) == {"chosen": ["c", "b"]}


def test_nothing_sent_is_nothing_chosen():
    assert from_form(QueryDict(""), SLOT) == {"chosen": []}
    assert from_form(QueryDict(""), MATCHING) == {"pairs": {}}


def test_steps_are_read_by_their_places():
    assert from_form(QueryDict("place_1=3&place_2=1&place_3=2"), SLOT) == {"order": ["a", "b", "c"]}


def test_steps_without_any_place_are_no_answer():
    assert from_form(QueryDict("place_1=&place_2=&place_3="), SLOT) == {"order": []}


@pytest.mark.parametrize(
    ("sent", "order"),
    [
        ("place_1=&place_2=1&place_3=2", ["a", "b", "c"]),  # the one without a place comes last
        ("place_1=2&place_2=2&place_3=1", ["b", "c", "a"]),  # the same place twice: as shown
        ("place_1=x&place_2=999&place_3=1", ["b", "c", "a"]),  # what is no place counts as none
    ],
)
def test_steps_that_are_placed_by_halves_keep_the_order_shown(sent, order):
    assert from_form(QueryDict(sent), SLOT) == {"order": order}


def test_pairs_are_read_by_their_places_and_blanks_left_out():
    assert from_form(QueryDict("pair_1=2&pair_2=&pair_3=9"), MATCHING) == {"pairs": {"c": "c"}}


@pytest.mark.parametrize("place", ["0", "4", "-1", "1.0", "a", "c", "༡", "²", "001", ""])
def test_what_is_no_place_on_the_paper_is_left_out(place):
    data = QueryDict(mutable=True)
    data.setlist("chosen", [place, "2"])
    assert from_form(data, SLOT) == {"chosen": ["a"]}


@given(st.permutations(["a", "b", "c", "d"]), st.permutations(["a", "b", "c", "d"]))
def test_an_order_given_on_any_paper_is_read_back(shown, meant):
    sent = "&".join(f"place_{n}={meant.index(key) + 1}" for n, key in enumerate(shown, start=1))
    assert from_form(QueryDict(sent), {"item": 1, "options": shown}) == {"order": meant}


@given(st.permutations(["a", "b", "c"]), st.permutations(["a", "b", "c"]), st.permutations(["a", "b", "c"]))
def test_pairs_given_on_any_paper_are_read_back(options, partners, meant):
    pairs = dict(zip(options, meant, strict=True))
    sent = "&".join(f"pair_{n}={partners.index(pairs[key]) + 1}" for n, key in enumerate(options, start=1))
    assert from_form(QueryDict(sent), {"item": 1, "options": options, "partners": partners}) == {"pairs": pairs}


@given(st.text(max_size=40), st.sampled_from([SLOT, MATCHING]))
def test_whatever_is_sent_gives_keys_of_the_paper_alone(text, slot):
    for name in ("chosen", "place_1", "pair_1"):
        data = QueryDict(mutable=True)
        data[name] = text
        response = from_form(data, slot)
        keys = {key for one in response.values() for key in one} | set(response.get("pairs", {}).values())
        assert keys <= set(SLOT["options"])
