"""People into rooms: in their order, each room filled before the next. Pure."""

from collections.abc import Sequence
from typing import TypeVar

Person, Room = TypeVar("Person"), TypeVar("Room")


def fill(
    people: Sequence[Person], rooms: Sequence[tuple[Room, int]]
) -> tuple[list[tuple[Room, Sequence[Person]]], Sequence[Person]]:
    """The batches as (room, its people), rooms without anybody left out, and who found no seat.

    `rooms` come in their order, each with the number of its free seats.
    """
    batches, first = [], 0
    for room, free in rooms:
        batch = people[first : first + max(0, free)]
        if batch:
            batches.append((room, batch))
        first += len(batch)
    return batches, people[first:]
