"""Codes that people copy by hand from paper or another phone: certificates, invitations, slips, resets. Pure."""

import re
import secrets

from intelligent_bhutan.dzongkha import to_ascii_digits

# Crockford's base 32: digits and capitals without I, L, O (taken for 1 and 0) and U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# the values that ISO/IEC 7064 gives to characters under MOD 37-2
ISO_7064 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"

MISREAD = str.maketrans("ILO", "110")
# spaces, dashes, dots, invisible characters, and the tsheg, which the Dzongkha keyboard's space bar types
SEPARATORS = re.compile("[\\s._·་༌\u00ad\u200b-\u2015\u2060\u2212\ufeff-]+")


def new(length: int) -> str:
    """A random code, five bits a character but for the last one, a check character.

    The check character is that of ISO/IEC 7064 MOD 37-2: every wrong character and every swap of two neighbours shows.
    Codes whose check character would lie outside the alphabet are never given out.
    """
    while True:
        stem = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
        check = check_character(stem)
        if check in ALPHABET:
            return stem + check


def check_character(stem: str) -> str:
    """The character that ISO/IEC 7064 MOD 37-2 puts after the stem (0-9, A-Z, or `*`)."""
    total = 0
    for character in stem:
        total = (total + ISO_7064.index(character)) * 2 % 37
    return ISO_7064[(1 - total) % 37]


def new_digits(length: int) -> str:
    """Random digits, for who types on a phone's number pad; each costs three and a third bits, so tries are counted."""
    return f"{secrets.randbelow(10**length):0{length}d}"


def bare(text: str) -> str:
    """What a person typed, without what they put between the signs, and Tibetan digits as ASCII ones."""
    return SEPARATORS.sub("", to_ascii_digits(text))


def tidy(text: str, length: int) -> str | None:
    """What a person typed as the code that was printed, or None when no code of this length reads so.

    Forgives small letters, spaces, dashes, Tibetan and other digits, I and L for 1, and O for 0.
    """
    code = bare(text).upper().translate(MISREAD)
    if len(code) != length or not set(code) <= set(ALPHABET) or check_character(code[:-1]) != code[-1]:
        return None
    return code


def grouped(code: str) -> str:
    """The code as it is printed, in fours: `ABCD EFGH JKMN`."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
