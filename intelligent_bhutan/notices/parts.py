"""How long a text message is, as the network counts, and how to make it fit. Pure.

A part holds 160 signs of GSM 03.38, or 70 units of UCS-2 as soon as one sign is foreign to it, as all of Dzongkha is;
where there are several parts, each gives up room to say where it belongs: 153 and 67. (3GPP TS 23.038 and 23.040.)
"""

import re
from collections.abc import Iterable

BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = set("^{}\\[~]|€")  # two signs each: an escape comes before them
GSM, UCS = (160, 153), (70, 67)  # in one part alone, in each of several
TYPOGRAPHY = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\u202f": " "}
)
# a piece ends after blanks, or after a tsheg or shad that a Tibetan letter follows: no link or code holds either
PIECE = re.compile(r"\S+?(?:[\u0f0b\u0f0d](?=[\u0f00-\u0fff])|\s+|\Z)|\s+")
WHOLE = re.compile(r"://|[0-9]{4,}|[0-9A-Za-z]+-[0-9]+|www\.", re.ASCII)  # links and codes: whole or not at all


def plain(text: str) -> str:
    """The text with typographic marks as a typewriter has them, each of which would halve the room."""
    return text.translate(TYPOGRAPHY)


def is_gsm(text: str) -> bool:
    """Whether GSM 03.38 has every sign of it."""
    return all(sign in BASIC or sign in EXTENDED for sign in text)


def widths(text: str) -> Iterable[int]:
    """How much room each sign takes."""
    if is_gsm(text):
        return (2 if sign in EXTENDED else 1 for sign in text)
    return (2 if ord(sign) > 0xFFFF else 1 for sign in text)


def units(text: str) -> int:
    """The room that the text takes, in signs of GSM or units of UCS-2."""
    return sum(widths(text))


def parts(text: str) -> int:
    """How many parts the network makes of it; a sign of two units is never torn."""
    alone, each = GSM if is_gsm(text) else UCS
    if units(text) <= alone:
        return 1
    count, filled = 1, 0
    for width in widths(text):
        if filled + width > each:
            count, filled = count + 1, 0
        filled += width
    return count


def fit(text: str, most: int) -> str:
    """The text in at most that many parts: shortened after a word or a syllable, marked as shortened.

    A link or a code is kept whole or left out whole.
    """
    if parts(text) <= most:
        return text
    mark = "..." if is_gsm(text) else "…"
    kept = ""
    for piece in PIECE.findall(text):
        if parts(f"{kept}{piece}".rstrip() + mark) > most:
            break
        kept += piece
    else:  # not reached: the whole text is too long
        return text
    if not kept.strip() and not WHOLE.search(piece):
        kept = cut(piece, mark, most)
    return kept.rstrip() + mark


def cut(word: str, mark: str, most: int) -> str:
    """As much of a single endless word as there is room for."""
    while word and parts(word + mark) > most:
        word = word[:-1]
    return word
