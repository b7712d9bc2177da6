"""What an answer is worth. Pure: keys in, points out; every item is worth one point.

A response has the shape that `Answer.response` keeps: {"chosen": [keys]}, {"order": [keys]} or {"pairs": {key: partner
key}}. Whatever else comes in is worth nothing and does no harm.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

HUNDREDTH = Decimal("0.01")
PERCENT = 100


@dataclass(frozen=True)
class Solution:
    """The right answer to one item.

    `right` and `wrong` are keys of options; `order` the keys as they belong; `pairs` each left key with its partner's.
    """

    kind: str
    right: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    pairs: Mapping[str, str] = field(default_factory=dict)


def single(solution: Solution, response: Mapping) -> Fraction:
    """One for exactly one chosen option that is right."""
    chosen = keys(response.get("chosen"))
    return Fraction(len(chosen) == 1 and chosen <= solution.right)


def multiple(solution: Solution, response: Mapping) -> Fraction:
    """The share of right options chosen less the share of wrong ones, never below nothing.

    So nothing and everything chosen are both worth nothing.
    """
    chosen = keys(response.get("chosen"))
    return max(Fraction(0), share(chosen, solution.right) - share(chosen, solution.wrong))


def ordering(solution: Solution, response: Mapping) -> Fraction:
    """The share of steps that stand at their own place."""
    given = response.get("order")
    if not isinstance(given, list) or not solution.order:
        return Fraction(0)
    return Fraction(sum(a == b for a, b in zip(given, solution.order, strict=False)), len(solution.order))


def matching(solution: Solution, response: Mapping) -> Fraction:
    """The share of left sides that have their own partner."""
    given = response.get("pairs")
    if not isinstance(given, Mapping) or not solution.pairs:
        return Fraction(0)
    return Fraction(sum(given.get(left) == partner for left, partner in solution.pairs.items()), len(solution.pairs))


WAYS: dict[str, Callable[[Solution, Mapping], Fraction]] = {
    "single": single,
    "multiple": multiple,
    "ordering": ordering,
    "matching": matching,
}


def keys(given: object) -> frozenset[str]:
    """The texts of a list, each once."""
    return frozenset(key for key in given if isinstance(key, str)) if isinstance(given, list) else frozenset()


def share(chosen: frozenset[str], of: frozenset[str]) -> Fraction:
    """How much of the set was chosen; nothing of an empty one."""
    return Fraction(len(chosen & of), len(of)) if of else Fraction(0)


def worth(solution: Solution, response: object) -> Fraction:
    """Between nothing and one."""
    return WAYS[solution.kind](solution, response) if isinstance(response, Mapping) else Fraction(0)


@dataclass(frozen=True)
class Result:
    """The points of a paper, to two places, and whether they reach the pass mark."""

    points: Decimal
    possible: Decimal
    passed: bool


def score(answered: Iterable[tuple[Solution, object]], *, pass_percent: int) -> Result:
    """The result of a whole paper: pairs of solution and response (None for what was left out), in any order.

    Whether it passes is reckoned with the exact sum; the points are rounded for keeping, but never up to the pass
    mark or above what is possible.
    """
    worths = [worth(solution, response) for solution, response in answered]
    total, possible = sum(worths, Fraction(0)), len(worths)
    passed = possible > 0 and total * PERCENT >= possible * pass_percent
    exact = Decimal(total.numerator) / Decimal(total.denominator)
    points = exact.quantize(HUNDREDTH, rounding=ROUND_HALF_UP if passed else ROUND_DOWN)
    return Result(min(points, Decimal(possible)), Decimal(possible), passed)
