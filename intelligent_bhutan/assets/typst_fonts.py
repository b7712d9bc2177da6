"""The fonts of certificates, unpacked: Typst passes over WOFF2 files without a word."""

from pathlib import Path

import typst

from .paths import DIST, LATIN, TIBETAN
from .products import put
from .shaping import open_font, unpack

SOURCES = {
    "noto-serif": LATIN / "noto-serif-latin-{weight}-normal.woff2",
    "noto-serif-tibetan": TIBETAN / "noto-serif-tibetan-tibetan-{weight}-normal.woff2",
}
WEIGHTS = (400, 700)
FAMILIES = {"Noto Serif", "Noto Serif Tibetan"}


class NotListed(Exception):
    """Typst does not find a font that certificates are set in."""


def build_typst_fonts(dist: Path = DIST) -> list[Path]:
    """Write `fonts/*.ttf`. Raises NotListed unless Typst finds both families in both weights."""
    made = [
        put(dist / "fonts" / f"{name}-{weight}.ttf", unpack(open_font(Path(str(source).format(weight=weight)))))
        for name, source in SOURCES.items()
        for weight in WEIGHTS
    ]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[dist / "fonts"])
    missing = {(family, weight) for family in FAMILIES for weight in WEIGHTS}
    missing -= {(font.family, font.weight) for font in fonts.fonts()}
    if missing:
        raise NotListed(f"Typst does not list {sorted(missing)}.")
    return made
