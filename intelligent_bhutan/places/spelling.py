"""Place names as people spell them: what counts as the same name, and which names are near.

Dzongkha has no single romanisation: census, elections, maps and newspapers differ (Chhumig, Chhume, Chumey). Pure.
"""

import re
import unicodedata

from intelligent_bhutan.dzongkha import tidy

ACCENT = re.compile("[\u0300-\u036f]")
NOT_IN_A_NAME = re.compile("[^a-z0-9\u0f20-\u0f29\u0f40-\u0fbc]+")
# the kind of place often stands beside its name; a thromde is another place than its dzongkhag, so that word stays
KIND_OF_PLACE = re.compile(
    r"\b(?:gewog|geog|gewok|gup|block|dzongkhag|dzongkhak|district)\b|རྒེད་འོག|རྫོང་ཁག", re.IGNORECASE
)


def fold(name: str) -> str:
    """The name without case, accents, spaces, hyphens, tsheg, and without the word gewog or dzongkhag beside it.

    Two spellings that fold alike are the same name. A name that holds nothing else folds to itself: `fold("Gewog")`.
    """
    name = tidy(name)
    folded = bare(KIND_OF_PLACE.sub(" ", name))
    return folded or bare(name)


def bare(name: str) -> str:
    """Small letters of a to z, digits and Tibetan letters only."""
    name = name.casefold()
    if not name.isascii():
        name = ACCENT.sub("", unicodedata.normalize("NFKD", name))
    return NOT_IN_A_NAME.sub("", name)


# Romanisations of one sound, longest first: Phuentshogling and Phuntsholing sound alike.
SOUNDS = (
    (re.compile("oo|ou|ue"), "u"),
    (re.compile("oe"), "o"),
    (re.compile("ae|ey|ay|ai"), "e"),
    (re.compile("ee"), "i"),
    (re.compile("dz|zh|z"), "j"),
    (re.compile("tsh?"), "s"),
    (re.compile("([bcdgkpst])h+"), r"\1"),
    (re.compile("bj"), "j"),
    (re.compile("(?<=[aeiou])[gdk](?![aeiou])"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile("y"), "i"),
)


def sound(folded: str) -> str:
    """How a folded name sounds, roughly; good for finding near names, never for taking one for another."""
    for spelling, heard in SOUNDS:
        folded = spelling.sub(heard, folded)
    return folded


def distance(first: str, second: str) -> int:
    """How many letters must be changed, added, left out or swapped with their neighbour to get from one to the other.

    Optimal string alignment; both names should be short (the work grows with the product of their lengths).
    """
    before_last: list[int] = []
    last = list(range(len(second) + 1))
    for row, letter in enumerate(first, start=1):
        current = [row]
        for column, other in enumerate(second, start=1):
            cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == second[column - 2] and first[row - 2] == other:
                cost = min(cost, before_last[column - 2] + 1)
            current.append(cost)
        before_last, last = last, current
    return last[-1]


def likeness(first: str, second: str) -> float:
    """From 0 (nothing in common) to 1 (the same), of two folded names: the better of how they look and sound."""
    if first == second:
        return 1.0
    return max(closeness(first, second), 0.98 * closeness(sound(first), sound(second)))


def closeness(first: str, second: str) -> float:
    """One less the share of letters that differ."""
    longer = max(len(first), len(second))
    return 1 - distance(first, second) / longer if longer else 0.0
