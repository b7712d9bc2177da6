"""Putting what was made where it is served from."""

import gzip
from pathlib import Path

from .paths import DIST


def put(target: Path, content: bytes | str) -> Path:
    """Write the content unless the very same is there, so that times only change with content."""
    content = content.encode() if isinstance(content, str) else content
    if not target.exists() or target.read_bytes() != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{target.name}.new")
        draft.write_bytes(content)
        draft.replace(target)
    return target


def line(product: Path) -> str:
    """A product with its size in bytes, bare and compressed, for the table at the end."""
    content = product.read_bytes()
    return f"{product.relative_to(DIST)!s:<34}{len(content):>10,}{len(gzip.compress(content)):>10,}"
