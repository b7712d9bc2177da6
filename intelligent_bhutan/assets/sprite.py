"""One SVG sprite: the Lucide icons in use, and two Dzongkha words as drawings.

The words stand on English pages too (the language link, the portal's name); as drawings they cost a kilobyte there, as
text they would fetch the whole Dzongkha face.
"""

import zipfile
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from .icons import ICONS
from .paths import DIST, TIBETAN
from .products import put
from .shaping import open_font, shape, shaper, unpack

SVG = "{http://www.w3.org/2000/svg}"
SCALE = 1 / 6  # drawn about 24 pixels high: finer steps than this cost bytes that nobody sees
WORDS = {"word-dzongkha": "རྫོང་ཁ", "word-name": "རིག་ལྡན་འབྲུག"}


def build_sprite(dist: Path = DIST) -> list[Path]:
    """Write `icons.svg` with one symbol an icon or word, named like it."""
    archive = resources.files("lucide") / "lucide.zip"
    with archive.open("rb") as stream, zipfile.ZipFile(stream) as drawings:
        symbols = [icon_symbol(name, drawings.read(f"{name}.svg").decode()) for name in ICONS]
    font = open_font(TIBETAN / "noto-serif-tibetan-tibetan-400-normal.woff2")
    symbols += [word_symbol(name, word, font) for name, word in WORDS.items()]
    return [put(dist / "icons.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>')]


def icon_symbol(name: str, drawing: str) -> str:
    """A Lucide drawing as a symbol; colour and line width are the stylesheet's."""
    shapes = [
        f"<{shape.tag.removeprefix(SVG)} " + " ".join(f'{key}="{value}"' for key, value in shape.attrib.items()) + "/>"
        for shape in ElementTree.fromstring(drawing)  # noqa: S314 - a package's drawing, not a person's
    ]
    return f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(shapes)}</symbol>'


def word_symbol(name: str, word: str, font: TTFont) -> str:
    """A word shaped and drawn as one path, cut to its ink."""
    glyphs = font.getGlyphSet()
    outline, ink = SVGPathPen(glyphs, ntos=lambda value: str(round(value))), BoundsPen(glyphs)
    x = 0
    for glyph in shape(shaper(unpack(font)), word):
        place = (SCALE, 0, 0, -SCALE, (x + glyph.right) * SCALE, -glyph.up * SCALE)
        for pen in (outline, ink):
            glyphs[font.getGlyphName(glyph.identifier)].draw(TransformPen(pen, place))
        x += glyph.advance
    left, top, right, bottom = (round(edge) for edge in ink.bounds)
    frame = f'viewBox="{left} {top} {right - left} {bottom - top}" preserveAspectRatio="xMinYMid"'
    return f'<symbol id="{name}" {frame}><path d="{outline.getCommands()}"/></symbol>'
