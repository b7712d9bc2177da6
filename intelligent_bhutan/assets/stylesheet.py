"""One stylesheet from the topics under `static/css`."""

from pathlib import Path

from lightningcss import bundle_css

from .paths import DIST, STATIC
from .products import put

# Android 8 phones stop at Chrome 138, older ones at 95; the floor leaves room below.
BROWSERS = ["chrome >= 87", "safari >= 15", "firefox >= 84"]


class Forbidden(Exception):
    """The stylesheet holds something that a browser at the floor would drop."""


def build_stylesheet(dist: Path = DIST) -> list[Path]:
    """Write `site.css`. Raises Forbidden for an at-rule that makes old browsers drop the block inside."""
    css = bundle_css(str(STATIC / "css" / "site.css"), browsers_list=BROWSERS, minify=True)
    for at_rule in ("@layer", "@import", "@container"):
        if at_rule in css:
            raise Forbidden(f"{at_rule} in the stylesheet: {css[css.index(at_rule) :][:80]}")
    return [put(dist / "site.css", css)]
