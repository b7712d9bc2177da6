"""Drawing papers."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literacy.drawing import ORDERED_KINDS, Candidate, TooFewItems, draw, slot

BANK = [Candidate(n, ORDERED_KINDS[n % 4], ("a", "b", "c")) for n in range(80)]

banks = st.lists(
    st.builds(
        Candidate,
        item=st.integers(1, 10_000),
        kind=st.sampled_from(ORDERED_KINDS),
        options=st.integers(2, 6).map(lambda n: tuple("abcdef"[:n])),
        seen=st.integers(0, 3),
    ),
    unique_by=lambda one: one.item,
    max_size=40,
)
blueprints = st.dictionaries(st.sampled_from(ORDERED_KINDS), st.integers(0, 6))


@given(banks, blueprints, st.integers())
def test_a_paper_keeps_to_its_blueprint_or_is_refused(bank, blueprint, seed):
    there = Counter(one.kind for one in bank)
    if any(there[kind] < wanted for kind, wanted in blueprint.items()):
        with pytest.raises(TooFewItems):
            draw(bank, blueprint, Random(seed))
        return
    paper = draw(bank, blueprint, Random(seed))
    known = {one.item: one for one in bank}
    assert Counter(known[place["item"]].kind for place in paper) == +Counter(blueprint)
    assert len({place["item"] for place in paper}) == len(paper)
    for place in paper:
        one = known[place["item"]]
        assert sorted(place["options"]) == list(one.options)
        assert sorted(place.get("partners", one.options)) == list(one.options)
        assert ("partners" in place) == (one.kind == "matching")


@given(banks, st.integers())
def test_the_same_seed_draws_the_same_paper_whatever_was_drawn_before(bank, seed):
    blueprint = Counter(one.kind for one in bank[::2])
    before = list(bank)
    first = draw(bank, blueprint, Random(seed))
    draw(bank, blueprint, Random(seed + 1))
    assert draw(bank, blueprint, Random(seed)) == first
    assert bank == before


@given(banks, st.integers())
def test_nobody_gets_an_item_again_while_one_of_its_kind_was_had_less_often(bank, seed):
    blueprint = Counter(one.kind for one in bank[::2])
    drawn = {place["item"] for place in draw(bank, blueprint, Random(seed))}
    for kind in blueprint:
        taken = [one.seen for one in bank if one.kind == kind and one.item in drawn]
        left = [one.seen for one in bank if one.kind == kind and one.item not in drawn]
        assert not left or max(taken) <= min(left)


def test_every_item_and_every_order_come_up():
    papers = [draw(BANK, {"single": 3}, Random(seed)) for seed in range(200)]
    assert {place["item"] for paper in papers for place in paper} == {one.item for one in BANK if one.kind == "single"}
    assert len({tuple(place["options"]) for paper in papers for place in paper}) == 6


def test_neighbours_get_different_papers_in_different_orders():
    papers = [draw(BANK, {"single": 5, "matching": 1}, Random(seed)) for seed in range(30)]
    assert len({tuple(place["item"] for place in paper) for paper in papers}) == 30
    assert {next(n for n, place in enumerate(paper) if "partners" in place) for paper in papers} == set(range(6))


def test_partners_are_shuffled_apart_from_their_options():
    places = [slot(Candidate(1, "matching", ("a", "b", "c")), Random(seed)) for seed in range(60)]
    assert any(place["options"] != place["partners"] for place in places)


def test_a_bank_that_is_too_small_is_named_by_kind():
    with pytest.raises(TooFewItems, match="21 of kind single are asked for, 20 are there"):
        draw(BANK, {"single": 21}, Random(1))
