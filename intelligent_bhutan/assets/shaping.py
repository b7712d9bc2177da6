"""Shaping text with HarfBuzz, as browsers do."""

import io
from pathlib import Path
from typing import NamedTuple

import uharfbuzz
from fontTools.ttLib import TTFont


class Glyph(NamedTuple):
    """One shaped glyph: which, for which character of the text, and where; lengths in font units."""

    identifier: int
    cluster: int
    advance: int
    right: int
    up: int


def unpack(font: TTFont) -> bytes:
    """The font as an uncompressed file, which HarfBuzz and Typst read; the same bytes for the same font."""
    font.flavor = None
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def open_font(path: Path) -> TTFont:
    """The font with its dates left alone, so that builds repeat byte for byte."""
    return TTFont(path, recalcTimestamp=False)


def shaper(sfnt: bytes) -> uharfbuzz.Font:
    """A HarfBuzz font for an unpacked one."""
    return uharfbuzz.Font(uharfbuzz.Face(sfnt))


def shape(font: uharfbuzz.Font, text: str) -> list[Glyph]:
    """The glyphs of a line of Dzongkha, in drawing order."""
    buffer = fill(text)
    uharfbuzz.shape(font, buffer)
    return [
        Glyph(info.codepoint, info.cluster, position.x_advance, position.x_offset, position.y_offset)
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]


def fill(text: str) -> uharfbuzz.Buffer:
    """A buffer that holds the text as a run of Tibetan script."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = "ltr", "Tibt", "dz"
    return buffer
