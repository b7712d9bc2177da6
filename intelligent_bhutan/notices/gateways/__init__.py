"""Where text messages go. Pure: settings and keys are arguments.

A gateway takes a text under a reference of ours and can be asked later what became of that reference. With both, a text
whose sender died half-way is sent once: whoever comes after asks before sending again. Start reading at `Gateway`, then
`http.py`, which says what a provider must offer.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Fate(StrEnum):
    """What became of a text, as a provider tells it."""

    ACCEPTED = "accepted"  # the provider has it and will do its part
    DELIVERED = "delivered"  # the phone has it
    FAILED = "failed"  # no phone will ever have it


@dataclass(frozen=True)
class Receipt:
    """What a provider says of one text; `number` is its own, for questions to its office."""

    fate: Fate
    number: str = ""


class TryLaterError(Exception):
    """It is not known whether the text was taken, or the provider is not ready: ask again, then send again."""


class NeverError(Exception):
    """The provider will never take this text: the number or the words are wrong."""


class Gateway(Protocol):
    """A way to phones."""

    def send(self, *, reference: str, phone: str, words: str) -> Receipt:
        """Hand the text over under the reference. Raises: TryLaterError or NeverError."""

    def fate_of(self, reference: str) -> Receipt | None:
        """What became of the reference, or None where nothing was ever sent under it. Raises: TryLaterError."""
