"""How Dzongkha is stored, counted and cut: in one Unicode form, by syllables, which the tsheg (་) parts."""

import re
import unicodedata

TSHEG = "\u0f0b"

# U+0F0C looks like the tsheg but forbids a line break, so lines overflow and searches miss.
# U+0F77 and U+0F79 are discouraged by Unicode, yet NFC leaves them composed.
# Zero-width characters and soft hyphens come with text pasted from web pages and PDFs.
ONE_FORM = str.maketrans(
    {
        "\u0f0c": TSHEG,
        "\u0f77": "\u0fb2\u0f71\u0f80",
        "\u0f79": "\u0fb3\u0f71\u0f80",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    }
)
# What stands between syllables: tsheg, shad and other marks, spaces and Latin punctuation; digits and letters do not.
BETWEEN = r"\u0f01-\u0f17\u0f1a-\u0f1f\u0f34-\u0f3d\u0f85\u0fbe-\u0fda\s!-/:-@\[-`{-~"
SYLLABLE = re.compile(f"[^{BETWEEN}]+")
TIBETAN_LETTER = re.compile("[\u0f40-\u0fbc]")


def tidy(text: str) -> str:
    """The text in the one form that is stored.

    NFC, the breaking tsheg, no zero-width characters, single spaces, and neither space nor tsheg at either end:
    the Dzongkha keyboard's space bar types a tsheg, so typed words normally end in one. Tidying twice changes nothing.
    """
    if text.isascii():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text.translate(ONE_FORM))
    return " ".join(text.split()).strip(f"{TSHEG} ")


def has_tibetan(text: str) -> bool:
    """Whether a letter of the Tibetan script occurs."""
    return TIBETAN_LETTER.search(text) is not None


def syllables(text: str) -> list[str]:
    """The syllables in order, without tsheg, shad or spaces; a Latin word or a number counts as one."""
    return SYLLABLE.findall(text)


def truncate_syllables(text: str, limit: int, *, ending: str = "…") -> str:
    """The first `limit` syllables as they stand, then `ending` where something was cut; never half a syllable."""
    found = list(SYLLABLE.finditer(text))
    if len(found) <= limit:
        return text
    return (text[: found[limit - 1].end()] if limit > 0 else "") + ending
