"""The words of a consent notice in one plain file, both languages under each other. Pure.

# en
I agree that the portal keeps my name.         the sentence beside the box to tick

What we keep: your name, your date of birth.   the whole text, in paragraphs

# dz
…
"""

import re

LANGUAGES = ("en", "dz")
HEADING = re.compile(r"^# (en|dz)[ \t]*$", re.M)
EMPTY_LINE = re.compile(r"\n[ \t]*\n")


def read(text: str) -> dict[str, str]:
    """`short_en`, `text_en`, `short_dz` and `text_dz`. Raises: ValueError where one of them is missing."""
    _before, *parts = HEADING.split(text)
    found, words = dict(zip(parts[::2], parts[1::2], strict=True)), {}
    for language in LANGUAGES:
        short, *whole = EMPTY_LINE.split(found.get(language, "").strip(), maxsplit=1)
        if not whole:
            raise ValueError(f'Below "# {language}" there must be one sentence, an empty line, and the text.')
        words |= {f"short_{language}": " ".join(short.split()), f"text_{language}": whole[0].strip()}
    return words


def written(words: dict[str, str]) -> str:
    """The file of these words."""
    parts = (f"# {one}\n{words[f'short_{one}']}\n\n{words[f'text_{one}']}\n" for one in LANGUAGES)
    return "\n".join(parts)
