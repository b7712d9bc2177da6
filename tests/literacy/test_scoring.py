from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literacy.scoring import Solution, score, worth

KEYS = "abcdefgh"
subsets = st.lists(st.sampled_from(KEYS), max_size=12)
responses = st.one_of(
    st.none(),
    st.builds(lambda chosen: {"chosen": chosen}, subsets),
    st.builds(lambda order: {"order": order}, subsets),
    st.builds(lambda pairs: {"pairs": pairs}, st.dictionaries(st.sampled_from(KEYS), st.sampled_from(KEYS))),
    st.recursive(st.none() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=3)),
    st.dictionaries(st.sampled_from(["chosen", "order", "pairs"]), st.integers() | st.text(max_size=3)),
)


@st.composite
def solutions(draw):
    cut = draw(st.integers(1, len(KEYS)))
    shuffled = draw(st.permutations(KEYS))
    return Solution(
        kind=draw(st.sampled_from(["single", "multiple", "ordering", "matching"])),
        right=frozenset(KEYS[:cut]),
        wrong=frozenset(KEYS[cut:]),
        order=tuple(shuffled),
        pairs=dict(zip(KEYS, shuffled, strict=True)),
    )


papers = st.lists(st.tuples(solutions(), responses), max_size=8)


@given(papers, st.integers(1, 100))
def test_score_is_within_what_is_possible_and_passes_with_enough_alone(paper, percent):
    result = score(paper, pass_percent=percent)
    assert 0 <= result.points <= result.possible == len(paper)
    exact = sum((worth(*pair) for pair in paper), Fraction(0))
    assert result.passed == (len(paper) > 0 and exact * 100 >= percent * len(paper))


@given(papers, st.randoms(use_true_random=False))
def test_score_does_not_depend_on_the_order_of_answers(paper, random):
    shuffled = [
        (solution, {"chosen": random.sample(response["chosen"], len(response["chosen"]))})
        if isinstance(response, dict) and isinstance(response.get("chosen"), list)
        else (solution, response)
        for solution, response in random.sample(paper, len(paper))
    ]
    assert score(paper, pass_percent=80) == score(shuffled, pass_percent=80)


@given(solutions())
def test_the_right_answer_is_worth_everything_and_all_or_nothing_chosen_nothing(solution):
    best = {
        "single": {"chosen": [min(solution.right)]},
        "multiple": {"chosen": sorted(solution.right)},
        "ordering": {"order": list(solution.order)},
        "matching": {"pairs": dict(solution.pairs)},
    }[solution.kind]
    assert worth(solution, best) == 1
    assert worth(solution, {}) == 0
    if solution.kind == "multiple" and solution.wrong:
        assert worth(solution, {"chosen": list(KEYS)}) == 0


@pytest.mark.parametrize(
    ("chosen", "points"), [("a", "0.5"), ("ab", "1"), ("ac", "0"), ("abc", "0.5"), ("cd", "0"), ("aab", "1")]
)
def test_multiple_gives_partial_credit(chosen, points):
    solution = Solution("multiple", right=frozenset("ab"), wrong=frozenset("cd"))
    assert worth(solution, {"chosen": list(chosen)}) == Fraction(points)


def test_single_with_two_chosen_is_worth_nothing():
    solution = Solution("single", right=frozenset("a"), wrong=frozenset("bc"))
    assert worth(solution, {"chosen": ["a", "b"]}) == 0


def test_points_are_not_rounded_up_to_the_pass_mark():
    solution = Solution("matching", pairs={key: key for key in KEYS})
    result = score([(solution, {"pairs": {key: key for key in KEYS[:7]}})], pass_percent=88)
    assert (result.points, result.passed) == (Decimal("0.87"), False)
