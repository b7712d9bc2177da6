"""How a lesson is cut into screens: one idea each. Pure."""

from collections.abc import Sequence
from typing import TypeVar

Block = TypeVar("Block")

# these begin a screen of their own; what follows them (a picture, a tip, a recording) stays with them
OPENERS = {"text", "steps", "check", "remember", "video"}


def cut(kinds: Sequence[str]) -> list[range]:
    """Ranges of block numbers, one a screen: every block stands on exactly one screen, in order.

    "Try today" joins "remember"; a lesson without blocks has no screen.
    """
    starts = [number for number, kind in enumerate(kinds) if number == 0 or kind in OPENERS]
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(kinds)], strict=True)] if kinds else []


def on_screen(blocks: Sequence[Block], kinds: Sequence[str], screen: int) -> Sequence[Block]:
    """The blocks of one screen, counted from 1."""
    found = cut(kinds)[screen - 1]
    return blocks[found.start : found.stop]
