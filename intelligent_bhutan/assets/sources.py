"""The Dzongkha that the project itself writes: in catalogs, in templates, in course content."""

import re
from pathlib import Path

from .paths import ROOT

# Where pages get their words from, as globs from the project's root.
WRITTEN_IN = (
    "locale/**/*.po",
    "templates/**/*.html",
    "**/content/**/*",
    "**/data/*",
    "**/formats/**/*.py",
    "**/gallery.py",
)
LEFT_OUT = {"node_modules", "var", ".venv", "dist", ".git"}
TEXT = {".po", ".html", ".csv", ".json", ".yaml", ".yml", ".md", ".toml", ".txt", ".py"}
RUN = re.compile("[\u0f00-\u0fff]+")


def files() -> list[Path]:
    """Every file of the project in which Dzongkha for pages may stand, in order."""
    found = {path for pattern in WRITTEN_IN for path in ROOT.glob(pattern)}
    return sorted(
        path
        for path in found
        if path.suffix in TEXT and path.is_file() and not LEFT_OUT.intersection(path.relative_to(ROOT).parts)
    )


def phrases(text: str) -> list[str]:
    """Each run of Dzongkha in a text, once, in order."""
    return list(dict.fromkeys(RUN.findall(text)))


def written_here() -> list[str]:
    """Each phrase in those files, once."""
    return phrases("\n".join(path.read_text(encoding="utf-8") for path in files()))
