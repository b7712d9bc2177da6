from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literacy.scoring import Key, passes, score, total

KEYS = "abcdefgh"
subsets = st.lists(st.sampled_from(KEYS), max_size=12)
rubbish = st.recursive(st.none() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=3))
responses = st.one_of(
    st.none(),
    st.builds(lambda chosen: {"chosen": chosen}, subsets),
    st.builds(lambda order: {"order": order}, st.permutations(KEYS) | subsets),
    st.builds(lambda pairs: {"pairs": pairs}, st.dictionaries(st.sampled_from(KEYS), st.sampled_from(KEYS))),
    rubbish,
    st.dictionaries(st.sampled_from(["chosen", "order", "pairs"]), rubbish),
)


@st.composite
def solutions(draw):
    cut = draw(st.integers(1, len(KEYS)))
    kind = draw(st.sampled_from(["single", "multiple", "ordering", "matching"]))
    shuffled = draw(st.permutations(KEYS))
    return Key(
        kind=kind,
        options=frozenset(KEYS),
        correct=frozenset(KEYS[: 1 if kind == "single" else cut]),
        order=tuple(shuffled),
        pairs=dict(zip(KEYS, shuffled, strict=True)),
    )


papers = st.lists(st.tuples(solutions(), responses), max_size=8)


@given(papers, st.integers(1, 100))
def test_score_never_exceeds_the_maximum_and_never_is_negative(paper, percent):
    points = [score(key, response) for key, response in paper]
    assert all(0 <= one <= 1 for one in points)
    assert 0 <= total(points) <= len(paper)
    assert passes(points, percent) == (len(paper) > 0 and sum(points) * 100 >= percent * len(paper))


@given(papers, st.randoms(use_true_random=False))
def test_score_does_not_depend_on_the_order_of_answers(paper, random):
    points = [score(key, response) for key, response in paper]
    again = [score(key, shuffled(response, random)) for key, response in paper]
    assert again == points
    random.shuffle(again)
    assert (total(again), passes(again, 80)) == (total(points), passes(points, 80))


def shuffled(response, random):
    """What was ticked or paired, in another order; the order of steps is the answer itself and stays."""
    if not isinstance(response, dict):
        return response
    mixed = dict(random.sample(list(response.items()), len(response)))
    for name, given_ in mixed.items():
        if name == "chosen" and isinstance(given_, list):
            mixed[name] = random.sample(given_, len(given_))
        if isinstance(given_, dict):
            mixed[name] = dict(random.sample(list(given_.items()), len(given_)))
    return mixed


@given(solutions())
def test_the_right_answer_is_worth_everything_and_none_or_all_nothing(key):
    best = {
        "single": {"chosen": sorted(key.correct)},
        "multiple": {"chosen": sorted(key.correct)},
        "ordering": {"order": list(key.order)},
        "matching": {"pairs": dict(key.pairs)},
    }[key.kind]
    assert score(key, best) == 1
    assert score(key, {}) == 0
    if key.correct != key.options:
        assert score(Key("multiple", key.options, key.correct), {"chosen": list(KEYS)}) == 0


@pytest.mark.parametrize(
    ("chosen", "points"), [("a", "1/2"), ("ab", "1"), ("ac", "0"), ("abc", "1/2"), ("cd", "0"), ("aab", "1")]
)
def test_multiple_gives_partial_credit(chosen, points):
    key = Key("multiple", frozenset("abcd"), correct=frozenset("ab"))
    assert score(key, {"chosen": list(chosen)}) == Fraction(points)


def test_multiple_gives_nothing_for_everything_ticked_where_one_option_is_wrong():
    key = Key("multiple", frozenset("abcd"), correct=frozenset("abc"))
    assert score(key, {"chosen": list("abcd")}) == 0


def test_single_with_two_chosen_is_worth_nothing():
    key = Key("single", frozenset("abc"), correct=frozenset("a"))
    assert score(key, {"chosen": ["a", "b"]}) == 0


def test_points_are_never_rounded_up_to_the_pass_mark():
    points = [Fraction(1)] * 7 + [Fraction(999, 1000), Fraction(0), Fraction(0)]
    assert (total(points), passes(points, 80)) == (Decimal("7.99"), False)
