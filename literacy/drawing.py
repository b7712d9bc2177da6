"""Drawing a paper from the item bank. Pure: the same items, blueprint and random give the same paper."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

DIFFICULTIES = ("most", "middling", "demanding")


class TooFewItems(Exception):
    """The bank has fewer items of a kind than the blueprint asks for."""


@dataclass(frozen=True)
class Drawable:
    """An item as far as drawing needs to know it: `partners` are the keys of the right-hand sides of a matching item."""

    pk: int
    kind: str
    difficulty: str
    options: tuple[str, ...]
    partners: tuple[str, ...] = ()


def draw(items: Iterable[Drawable], blueprint: Mapping[str, int], random: Random) -> list[dict]:
    """A paper: so many items of each kind, of mixed difficulty, in random order, with shuffled options.

    Raises: TooFewItems.
    """
    by_kind = defaultdict(list)
    for item in sorted(items, key=lambda item: item.pk):
        by_kind[item.kind].append(item)
    chosen = [item for kind in sorted(blueprint) for item in mixed(by_kind[kind], kind, blueprint[kind], random)]
    random.shuffle(chosen)
    return [as_shown(item, random) for item in chosen]


def mixed(items: list[Drawable], kind: str, wanted: int, random: Random) -> list[Drawable]:
    """As many as wanted, taken in turn from the easy, the middling and the demanding ones."""
    if len(items) < wanted:
        raise TooFewItems(kind)
    piles = [[item for item in items if item.difficulty == difficulty] for difficulty in DIFFICULTIES]
    for pile in piles:
        random.shuffle(pile)
    random.shuffle(piles)
    chosen = []
    while len(chosen) < wanted:
        for pile in piles:
            if pile and len(chosen) < wanted:
                chosen.append(pile.pop())
    return chosen


def as_shown(item: Drawable, random: Random) -> dict:
    """The item as `Attempt.paper` keeps it; steps to be ordered are never shown in the order they are listed in."""
    options, partners = list(item.options), list(item.partners)
    random.shuffle(options)
    random.shuffle(partners)
    if item.kind == "ordering" and options == list(item.options):
        options = options[1:] + options[:1]
    return {"item": item.pk, "options": options, "partners": partners}
