"""A text as a QR code, for a web page or for paper."""

import re
from html import escape
from typing import TypedDict

import segno

QUIET_ZONE = 4  # modules of white that the standard (ISO/IEC 18004) asks for on every side


class Picture(TypedDict):
    """A picture code as one path: `size` modules wide and high, its white margin included."""

    size: int
    path: str


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
