from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literacy.drawing import Candidate, TooFewItems, draw

KINDS = ("single", "multiple", "ordering", "matching")
BANK = [Candidate(n, KINDS[n % 4], ("a", "b", "c")) for n in range(80)]
KIND_OF = {one.item: one.kind for one in BANK}


@given(st.dictionaries(st.sampled_from(KINDS), st.integers(0, 12)), st.integers())
def test_draw_follows_the_blueprint_and_the_seed(blueprint, seed):
    paper = draw(BANK, blueprint, Random(seed))
    assert Counter(KIND_OF[slot["item"]] for slot in paper) == +Counter(blueprint)
    assert len({slot["item"] for slot in paper}) == len(paper)
    assert all(sorted(slot["options"]) == ["a", "b", "c"] for slot in paper)
    assert all(("partners" in slot) == (KIND_OF[slot["item"]] == "matching") for slot in paper)
    assert draw(BANK, blueprint, Random(seed)) == paper


def test_draw_shows_options_in_every_order():
    shown = {tuple(slot["options"]) for seed in range(60) for slot in draw(BANK, {"single": 3}, Random(seed))}
    assert len(shown) == 6


def test_draw_gives_neighbours_different_papers():
    assert draw(BANK, {"single": 6}, Random(1)) != draw(BANK, {"single": 6}, Random(2))


def test_draw_takes_what_was_seen_before_only_when_nothing_new_is_left():
    bank = [Candidate(n, "single", ("a", "b"), seen=int(n < 4)) for n in range(6)]
    drawn = {slot["item"] for slot in draw(bank, {"single": 3}, Random(5))}
    assert {4, 5} < drawn


def test_draw_refuses_a_bank_that_is_too_small():
    with pytest.raises(TooFewItems, match="21 of kind single"):
        draw(BANK, {"single": 21}, Random(1))
