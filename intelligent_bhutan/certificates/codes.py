"""The codes of a certificate: the short one that people type, the secret in its picture code, and the picture itself.

Pure: knows nothing of Django, of requests or of where the key is kept.
"""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from html import escape
from typing import TypedDict

import segno

from intelligent_bhutan.dzongkha import to_ascii_digits

# Crockford's base 32: digits and capitals without I, L, O (taken for 1 and 0) and U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
# the values that ISO/IEC 7064 gives to characters under MOD 37-2
ISO_7064 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"

MISREAD = str.maketrans("ILO", "110")
# spaces, dashes, dots, invisible characters, and the tsheg, which the Dzongkha keyboard's space bar types
SEPARATORS = re.compile("[\\s._·་༌\u00ad\u200b-\u2015\u2060\u2212\ufeff-]+")
QUIET_ZONE = 4  # modules of white that the standard (ISO/IEC 18004) asks for on every side


class Picture(TypedDict):
    """A picture code as one path: `size` modules wide and high, its white margin included."""

    size: int
    path: str


def new_code() -> str:
    """A random code of 12 characters, nearly 55 bits of it random, the last one a check character.

    The check character is that of ISO/IEC 7064 MOD 37-2: every wrong character and every swap of two neighbours shows.
    Codes whose check character would lie outside the alphabet are never given out.
    """
    while True:
        stem = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
        check = check_character(stem)
        if check in ALPHABET:
            return stem + check


def check_character(stem: str) -> str:
    """The character that ISO/IEC 7064 MOD 37-2 puts after the stem (0-9, A-Z, or `*`)."""
    total = 0
    for character in stem:
        total = (total + ISO_7064.index(character)) * 2 % 37
    return ISO_7064[(1 - total) % 37]


def tidy(text: str) -> str | None:
    """What a person typed as the code that was printed, or None when no certificate can carry it.

    Forgives small letters, spaces, dashes, Tibetan and other digits, I and L for 1, and O for 0.
    """
    bare = SEPARATORS.sub("", to_ascii_digits(text)).upper().translate(MISREAD)
    if len(bare) != LENGTH or not set(bare) <= set(ALPHABET) or check_character(bare[:-1]) != bare[-1]:
        return None
    return bare


def grouped(code: str) -> str:
    """The code as it is printed, in fours: `ABCD EFGH JKMN`."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def secret(code: str, key: bytes) -> str:
    """The second secret of a certificate, which only its picture code carries: 22 characters, safe in an address.

    The first 16 bytes of HMAC-SHA-256 over the code, so it needs no column and cannot be worked out without the key.
    """
    digest = hmac.new(key, b"qr:" + code.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def secret_matches(code: str, candidate: str, key: bytes) -> bool:
    """Whether the candidate is the code's second secret; takes the same time however much of it is right."""
    return hmac.compare_digest(secret(code, key).encode(), candidate.encode("utf-8", "replace"))


def qr_svg_path(text: str) -> Picture:
    """The text as a QR code with its white margin, drawn as one path, so that no seam shows between modules.

    Level M or better: the best level that takes no larger symbol.
    """
    symbol = segno.make(text, error="m", boost_error=True, micro=False)
    rows = ["".join("1" if module else "0" for module in row) for row in symbol.matrix_iter(border=QUIET_ZONE)]
    runs = ((run.start(), y, len(run[0])) for y, row in enumerate(rows) for run in re.finditer("1+", row))
    return {"size": len(rows), "path": "".join(f"M{x} {y}h{width}v1h-{width}z" for x, y, width in runs)}


def qr_svg(text: str, *, title: str) -> str:
    """The text as a QR code for a web page: a whole `<svg>`, black on white in any theme, named by `title`."""
    picture = qr_svg_path(text)
    size = picture["size"]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" shape-rendering="crispEdges">'
        f"<title>{escape(title)}</title>"
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{picture["path"]}"/></svg>'
    )
