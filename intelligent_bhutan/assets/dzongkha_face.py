"""The Dzongkha face for the web: of Noto Serif Tibetan 400 only what shaping Dzongkha touches.

A stack is a chain of substitutions. Which glyphs the chain passes is found by watching HarfBuzz at every step, since a
subset made from the final glyphs alone breaks the chain, and one closed over all rules is half as large again.
"""

import io
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import uharfbuzz
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from .paths import DIST, TIBETAN
from .products import put
from .shaping import fill, open_font, shape, shaper, unpack
from .sources import written_here
from .stacks import SIGNS, clusters

SOURCE = TIBETAN / "noto-serif-tibetan-tibetan-400-normal.woff2"
LIMIT = 80_000
BATCH = 400
DOTTED_CIRCLE = "◌"  # shapers put it under a sign that stands alone


class Unfit(Exception):
    """The face is too large, or shapes a text otherwise than the full font."""


def build_dzongkha_face(dist: Path = DIST) -> list[Path]:
    """Write `dzongkha.woff2`. Raises Unfit where it is too large or shapes a text otherwise than the full font."""
    texts = [*dict.fromkeys([*clusters(), *SIGNS, *written_here()])]
    full = shaper(unpack(open_font(SOURCE)))
    touched = {glyph for batch in batches(texts) for glyph in glyphs_on_the_way(full, batch)}
    face = pack(subset(open_font(SOURCE), touched, {ord(sign) for text in texts for sign in text + DOTTED_CIRCLE}))
    if len(face) > LIMIT:
        raise Unfit(f"The Dzongkha face has {len(face):,} bytes; {LIMIT:,} are allowed.")
    target = put(dist / "dzongkha.woff2", face)
    prove(texts, target)
    return [target]


def batches(texts: list[str]) -> Iterable[str]:
    """The texts by the hundred in one line, parted as syllables are: each step of shaping then serves them all."""
    for start in range(0, len(texts), BATCH):
        yield "་".join(texts[start : start + BATCH])


def glyphs_on_the_way(font: uharfbuzz.Font, text: str) -> set[int]:
    """Every glyph that is there at any step of shaping."""
    buffer, seen = fill(text), set()

    def look(_message: str) -> bool:
        seen.update(info.codepoint for info in buffer.glyph_infos)
        return True

    buffer.set_message_func(look)
    uharfbuzz.shape(font, buffer)
    seen.update(info.codepoint for info in buffer.glyph_infos)
    return seen


def subset(font: TTFont, glyphs: set[int], signs: set[int]) -> TTFont:
    """The font with these glyphs and all its layout features, each cut to the rules among them."""
    options = Options(layout_features=["*"], layout_closure=False, hinting=False, recalc_timestamp=False)
    options.name_IDs += [13, 14]  # the licence goes with the font
    options.notdef_outline = True
    subsetter = Subsetter(options)
    # Before its first step the buffer holds characters, not glyphs.
    subsetter.populate(gids=[glyph for glyph in glyphs if glyph < font["maxp"].numGlyphs], unicodes=signs)
    subsetter.subset(font)
    return font


def pack(font: TTFont) -> bytes:
    """The font as a WOFF2 file."""
    font.flavor = "woff2"
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def prove(texts: Iterable[str], face: Path = DIST / "dzongkha.woff2") -> None:
    """Raises Unfit at the first text for which the face does not draw the same outlines in the same places."""
    full, small = (outliner(open_font(path)) for path in (SOURCE, face))
    for text in texts:
        if full(text) != small(text):
            raise Unfit(f"The Dzongkha face does not shape {text} as the full font does.")


def outliner(font: TTFont) -> Callable[[str], list[tuple]]:
    """A function that shapes a text with the font and returns each glyph's outline and place."""
    shaping, glyphs = shaper(unpack(font)), font.getGlyphSet()

    @cache
    def outline(identifier: int) -> tuple:
        pen = DecomposingRecordingPen(glyphs)
        glyphs[font.getGlyphName(identifier)].draw(pen)
        return tuple(pen.value)

    return lambda text: [(outline(glyph.identifier), *glyph[1:]) for glyph in shape(shaping, text)]
