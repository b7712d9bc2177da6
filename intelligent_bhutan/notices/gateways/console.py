"""Text messages for developers: on the screen of whoever runs the worker, and nowhere else. Pure."""

from typing import TextIO

from intelligent_bhutan.notices.gateways import Fate, Receipt


class ConsoleGateway:
    """Writes each text to a stream. A discreet one leaves out number and words: logs are kept, and read by many."""

    def __init__(self, stream: TextIO, *, discreet: bool):
        self.stream, self.discreet = stream, discreet

    def send(self, *, reference: str, phone: str, words: str) -> Receipt:
        """Write it down; that is all that ever happens to it."""
        what = f"{len(words)} signs" if self.discreet else f"to {phone}: {words}"
        self.stream.write(f"[text {reference}] {what}\n")
        self.stream.flush()
        return Receipt(Fate.ACCEPTED)

    def fate_of(self, reference: str) -> None:
        """A screen remembers nothing."""
        return
