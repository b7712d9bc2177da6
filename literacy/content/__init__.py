"""Courses, teaching guides and exam items as files, read and checked before anything is loaded. Pure.

`courses/*.toml`, `guides/*.toml` and `items/*.toml`; each file's first lines say what its lists hold. Start reading at
`reading.py`.
"""

from literacy.content.reading import Faulty, courses, guides, items

__all__ = ["Faulty", "courses", "guides", "items"]
