"""Withholding small cells so that nobody can work them out. Pure.

A cell of fewer than five people is withheld. Because the total is published (and the national total is live), one
withheld cell would follow by subtraction: so the smallest of the other cells is withheld along with the small ones,
always, and whichever was withheld in the last release goes first, so that no cell flickers in and out. What is withheld
then adds up to five or more over at least two cells, and each of the small ones may be anything from nothing to four.

Where nobody has been counted at all, the zeros are published: there is no one to protect.
"""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

FEWEST = 5

Key = TypeVar("Key")


def suppress(
    cells: Mapping[Key, int], *, before: Collection[Key] = (), order: Callable[[Key], str] = str
) -> dict[Key, int | None]:
    """The cells as they may be published; None where a cell is withheld.

    The cells must part the people: each person in exactly one, so that they add up to the published total. `before` are
    the cells withheld in the last release. `order` decides between cells of one size: who knew it could use it, so it
    is secret where cells are published.
    """
    if not any(cells.values()):
        return dict(cells)
    small = {key for key, n in cells.items() if n < FEWEST}
    withheld = small | companions(cells, small, before, order) if small else small
    return {key: None if key in withheld else n for key, n in cells.items()}


def companions(
    cells: Mapping[Key, int], small: Collection[Key], before: Collection[Key], order: Callable[[Key], str]
) -> set[Key]:
    """The larger cell that is withheld with the small ones, if there is any."""
    large = [key for key in cells if key not in small]
    return {min(large, key=lambda key: (key not in before, cells[key], order(key)))} if large else set()
