"""Ids as people's addresses and forms carry them. Pure."""

from uuid import UUID


def read(text: str) -> UUID | None:
    """The id that the text is, or None, which nothing bears."""
    try:
        return UUID(text)
    except ValueError:
        return None
