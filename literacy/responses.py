"""Answers as forms send them, turned into what is kept. Pure.

Forms name options by their place on the person's own paper, so that the page's source tells nothing about keys.
single, multiple: `chosen` (places, from 1). ordering: `place_<n>` is where option n goes. matching: `pair_<n>` is the
place of the partner of option n.
"""

from collections.abc import Mapping


def from_form(data, slot: Mapping) -> dict:
    """The response to the item in this slot of the paper; what makes no sense is left out, nothing raises."""
    options, partners = slot["options"], slot.get("partners")
    if partners:
        given = {key: at(partners, data.get(f"pair_{n}")) for n, key in enumerate(options, start=1)}
        return {"pairs": {key: partner for key, partner in given.items() if partner}}
    if any(f"place_{n}" in data for n in range(1, len(options) + 1)):
        return {"order": ordered(data, options)}
    chosen = [at(options, place) for place in data.getlist("chosen")]
    return {"chosen": [key for key in chosen if key]}


def ordered(data, options) -> list[str]:
    """The options by the places that were given to them, those without a place last; no order where none has one."""
    if not any(data.get(f"place_{n}") for n in range(1, len(options) + 1)):
        return []
    places = {}
    for n, key in enumerate(options, start=1):
        text = data.get(f"place_{n}") or ""
        places[key] = int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else len(options) + 1
    return sorted(options, key=lambda key: (places[key], options.index(key)))


def at(keys, text) -> str:
    """The key at this place, from 1; an empty text for no place."""
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 2:
        return ""
    return keys[int(text) - 1] if 1 <= int(text) <= len(keys) else ""
