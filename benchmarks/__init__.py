"""What the portal can carry: each module's `run()` yields measurements; `make bench` prints them as one table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """What was measured, the result in words, and what is aimed at."""

    what: str
    result: str
    aim: str = ""
