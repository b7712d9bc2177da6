"""Where sources lie and products go."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "intelligent_bhutan" / "static"
DIST = STATIC / "dist"
FONT_PACKAGES = ROOT / "node_modules" / "@fontsource"
LATIN = FONT_PACKAGES / "noto-serif" / "files"
TIBETAN = FONT_PACKAGES / "noto-serif-tibetan" / "files"
