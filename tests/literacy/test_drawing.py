from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literacy.drawing import Drawable, TooFewItems, draw

KINDS = ("single", "multiple", "ordering", "matching")
BANK = [
    Drawable(n, KINDS[n % 4], ("most", "middling", "demanding")[n // 4 % 3], ("a", "b", "c"), ("a", "b", "c"))
    for n in range(80)
]


@given(st.dictionaries(st.sampled_from(KINDS), st.integers(0, 12)), st.integers())
def test_draw_follows_the_blueprint_and_shuffles(blueprint, seed):
    paper = draw(BANK, blueprint, Random(seed))
    kinds = {item.pk: item.kind for item in BANK}
    assert Counter(kinds[question["item"]] for question in paper) == Counter(blueprint)
    assert len({question["item"] for question in paper}) == len(paper)
    assert all(sorted(question["options"]) == ["a", "b", "c"] == sorted(question["partners"]) for question in paper)
    assert draw(list(reversed(BANK)), blueprint, Random(seed)) == paper


def test_draw_mixes_difficulties():
    difficulty = {item.pk: item.difficulty for item in BANK}
    paper = draw(BANK, {"single": 6}, Random(1))
    assert Counter(difficulty[question["item"]] for question in paper) == {"most": 2, "middling": 2, "demanding": 2}


def test_draw_never_shows_steps_as_listed():
    shown = [draw(BANK, {"ordering": 3}, Random(seed)) for seed in range(40)]
    assert ["a", "b", "c"] not in [question["options"] for paper in shown for question in paper]


def test_draw_gives_neighbours_different_papers():
    assert draw(BANK, {"single": 6}, Random(1)) != draw(BANK, {"single": 6}, Random(2))


def test_draw_refuses_a_bank_that_is_too_small():
    with pytest.raises(TooFewItems, match="single"):
        draw(BANK, {"single": 21}, Random(1))
