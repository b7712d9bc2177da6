"""How answers are scored. Pure: points between 0 and 1 an item, never more, whatever order an answer comes in.

single    1 for the right option.
multiple  the share of the right options that were chosen, less the share of the wrong ones that were, not under 0: so
          ticking everything is worth as little as ticking nothing.
ordering  the share of neighbouring pairs that follow each other in the right direction (Kendall's tau, from 0 to 1,
          only what is better than half counts), so that one slip does not cost everything.
matching  the share of right pairs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from itertools import combinations

SINGLE, MULTIPLE, ORDERING, MATCHING = "single", "multiple", "ordering", "matching"


@dataclass(frozen=True)
class Key:
    """What is right: `correct` option keys; `order` of keys; `pairs` from key to the partner's key."""

    kind: str
    options: frozenset[str]
    correct: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    pairs: Mapping[str, str] = field(default_factory=dict)


def score(key: Key, response: Mapping | None) -> Fraction:
    """The points for one answer, from 0 to 1; nothing, or what is no answer to this item, is 0."""
    if not isinstance(response, Mapping):
        return Fraction(0)
    return {SINGLE: single, MULTIPLE: multiple, ORDERING: ordering, MATCHING: matching}[key.kind](key, response)


def single(key: Key, response: Mapping) -> Fraction:
    """All or nothing."""
    chosen = texts(response.get("chosen"))
    return Fraction(len(chosen) == 1 and set(chosen) == key.correct)


def multiple(key: Key, response: Mapping) -> Fraction:
    """Partial credit; ticking everything earns nothing, however few of the options are wrong."""
    chosen = frozenset(texts(response.get("chosen")))
    return max(Fraction(0), share(chosen, key.correct) - share(chosen, key.options - key.correct))


def share(chosen: frozenset[str], of: frozenset[str]) -> Fraction:
    """How much of the set was chosen; nothing of an empty one."""
    return Fraction(len(chosen & of), len(of)) if of else Fraction(0)


def ordering(key: Key, response: Mapping) -> Fraction:
    """Credit for pairs in the right direction beyond half of them."""
    given = texts(response.get("order"))
    if sorted(given) != sorted(key.order) or len(key.order) < 2:
        return Fraction(0)
    place = {one: number for number, one in enumerate(given)}
    pairs = list(combinations(key.order, 2))
    right = sum(place[first] < place[second] for first, second in pairs)
    return max(Fraction(0), Fraction(2 * right - len(pairs), len(pairs)))


def matching(key: Key, response: Mapping) -> Fraction:
    """The share of right pairs; a partner used twice is right at most where it belongs."""
    given = response.get("pairs")
    if not isinstance(given, Mapping) or not key.pairs:
        return Fraction(0)
    return Fraction(sum(given.get(left) == right for left, right in key.pairs.items()), len(key.pairs))


def texts(value) -> Sequence[str]:
    """The keys in a response, as they came; an empty list for anything that is none."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else []


def total(points: Sequence[Fraction]) -> Decimal:
    """Points of a paper, to two places, never above the number of items; rounded down, so never up to a pass mark."""
    whole = sum(points, Fraction(0))
    return (Decimal(whole.numerator) / Decimal(whole.denominator)).quantize(Decimal("0.01"), ROUND_DOWN)


def passes(points: Sequence[Fraction], pass_percent: int) -> bool:
    """Whether the exact points of a paper's items reach the pass mark; an empty paper never does."""
    return bool(points) and sum(points, Fraction(0)) * 100 >= len(points) * pass_percent
