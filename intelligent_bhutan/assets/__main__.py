"""Run every step and say what it made: `python -m intelligent_bhutan.assets`."""

import gzip

from .paths import DIST, FONTS
from .sprite import build_sprite
from .stylesheet import build_stylesheet

STEPS = (build_stylesheet, build_sprite)


def main() -> None:
    """Build everything into `static/dist` and print each product's size."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for step in STEPS:
        target = step()
        size = target.stat().st_size
        squeezed = len(gzip.compress(target.read_bytes()))
        print(f"{target.relative_to(DIST)!s:<40}{size:>10,}{squeezed:>10,}")


if __name__ == "__main__":
    main()
