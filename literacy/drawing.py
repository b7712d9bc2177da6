"""Drawing a paper: which items, and in which order their options are shown. Pure: chance comes in as `random`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

ORDERED_KINDS = ("single", "multiple", "ordering", "matching")


@dataclass(frozen=True)
class Candidate:
    """An item that may be drawn: `options` are its keys, `seen` how often this person had it before."""

    item: int
    kind: str
    options: tuple[str, ...]
    seen: int = 0


class TooFewItems(Exception):
    """The bank holds fewer items of a kind than the blueprint asks for."""


def draw(bank: Sequence[Candidate], blueprint: Mapping[str, int], random: Random) -> list[dict]:
    """A paper by the blueprint (how many of each kind), its items and their options in chance order.

    Items that the person had least often come first. Raises TooFewItems.
    """
    paper: list[dict] = []
    for kind in ORDERED_KINDS:
        wanted = blueprint.get(kind, 0)
        fitting = [one for one in bank if one.kind == kind]
        if len(fitting) < wanted:
            raise TooFewItems(f"{wanted} of kind {kind} are asked for, {len(fitting)} are there")
        random.shuffle(fitting)
        chosen = sorted(fitting, key=lambda one: one.seen)[:wanted]
        paper += [slot(one, random) for one in chosen]
    random.shuffle(paper)
    return paper


def slot(one: Candidate, random: Random) -> dict:
    """An item's place on the paper: the keys as shown, and for matching the partners as shown."""
    place = {"item": one.item, "options": shuffled(one.options, random)}
    if one.kind == "matching":
        place["partners"] = shuffled(one.options, random)
    return place


def shuffled(keys: Sequence[str], random: Random) -> list[str]:
    """The keys in chance order."""
    return random.sample(list(keys), len(keys))
