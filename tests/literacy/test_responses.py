from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from literacy.responses import from_form

SLOT = {"item": 1, "options": ["c", "a", "b"]}
MATCHING = SLOT | {"partners": ["b", "c", "a"]}


def test_choices_are_read_by_their_place_on_the_paper():
    assert from_form(QueryDict("chosen=1&chosen=3"), SLOT) == {"chosen": ["c", "b"]}


def test_steps_are_read_by_their_places():
    assert from_form(QueryDict("place_1=3&place_2=1&place_3=2"), SLOT) == {"order": ["a", "b", "c"]}


def test_steps_without_any_place_are_no_answer():
    assert from_form(QueryDict("place_1=&place_2=&place_3="), SLOT) == {"order": []}


def test_pairs_are_read_by_their_places_and_blanks_left_out():
    assert from_form(QueryDict("pair_1=2&pair_2=&pair_3=9"), MATCHING) == {"pairs": {"c": "c"}}


@given(st.text(max_size=40), st.sampled_from([SLOT, MATCHING]))
def test_nothing_that_is_sent_raises(text, slot):
    for name in ("chosen", "place_1", "pair_1"):
        data = QueryDict(mutable=True)
        data[name] = text
        from_form(data, slot)
