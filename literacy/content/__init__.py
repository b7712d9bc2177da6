"""Courses and exam items as files, read and checked before anything is loaded. Pure.

`courses/*.toml` and `items/*.toml`; each file's first lines say what its lists hold. Start reading at `reading.py`.
"""

from literacy.content.reading import Faulty, courses, items

__all__ = ["Faulty", "courses", "items"]
