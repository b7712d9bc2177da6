"""Run every step and say what it made: `python -m intelligent_bhutan.assets`.

With files as arguments it also proves on their Dzongkha that the face shapes like the full font.
"""

import sys
from pathlib import Path

from .dzongkha_face import build_dzongkha_face, prove
from .products import line
from .sources import phrases
from .sprite import build_sprite
from .stylesheet import build_stylesheet
from .typst_fonts import build_typst_fonts

STEPS = (build_stylesheet, build_sprite, build_dzongkha_face, build_typst_fonts)


def main(arguments: list[str]) -> None:
    """Build everything into `static/dist` and print each product's size, bare and compressed."""
    print(f"{'':<34}{'bytes':>10}{'gzip':>10}")
    for step in STEPS:
        print("\n".join(map(line, step())))
    for name in arguments:
        found = phrases(Path(name).read_text(encoding="utf-8"))
        prove(found)
        print(f"{Path(name).name}: {len(found):,} phrases, all shaped as by the full font")


if __name__ == "__main__":
    main(sys.argv[1:])
