"""A copy of somebody's data as one ZIP: a page to read, and the same as JSON for machines. Pure."""

import io
import json
import zipfile
from collections.abc import Sequence
from typing import NamedTuple


class Part(NamedTuple):
    """One group: its name for machines, its heading for people, and its rows as (what, what it is)."""

    name: str
    heading: str
    rows: Sequence[dict[str, str]]


def pack(parts: Sequence[Part], page: str) -> bytes:
    """The ZIP of `data.html` and `data.json`, which say the same."""
    data = {part.name: {"heading": part.heading, "rows": list(part.rows)} for part in parts}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.html", page)
        archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2, default=str))
    return packed.getvalue()
