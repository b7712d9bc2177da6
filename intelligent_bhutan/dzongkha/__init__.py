"""Dzongkha as text: its digits, its syllables, its dictionary order. Pure: knows nothing of Django or of the portal.

Start reading at `text.py` (what is stored and how it is cut), then `digits.py` and `order.py`.
"""

from intelligent_bhutan.dzongkha.digits import to_ascii_digits, to_tibetan_digits
from intelligent_bhutan.dzongkha.order import sort_key
from intelligent_bhutan.dzongkha.text import has_tibetan, syllables, tidy, truncate_syllables

__all__ = [
    "has_tibetan",
    "sort_key",
    "syllables",
    "tidy",
    "to_ascii_digits",
    "to_tibetan_digits",
    "truncate_syllables",
]
