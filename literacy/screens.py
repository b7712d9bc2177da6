"""How a lesson's blocks fall into screens. Pure: anything with a `kind` will do."""

OPENERS = {"text", "video", "check", "remember"}


def screens_of(blocks):
    """The blocks in order, as a list of screens, each a list of blocks.

    One idea a screen: a text, film or last word opens a new one, what goes with it follows; a check stands alone.
    """
    screens = []
    for block in blocks:
        if not screens or opens_screen(block.kind, screens[-1]):
            screens.append([])
        screens[-1].append(block)
    return screens


def opens_screen(kind, screen):
    """Whether a block of this kind cannot stand on the screen any more."""
    kinds = {block.kind for block in screen}
    return kind == "check" or "check" in kinds or (kind in OPENERS and bool(kinds & OPENERS))
