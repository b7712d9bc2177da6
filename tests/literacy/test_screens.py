"""How blocks fall into screens."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literacy.models import Block
from literacy.screens import OPENERS, screens_of

KINDS = Block.Kind.values


@dataclass(frozen=True)
class Piece:
    kind: str


def screens(*kinds):
    """The kinds on each screen."""
    return [[block.kind for block in screen] for screen in screens_of(map(Piece, kinds))]


@given(st.lists(st.sampled_from(KINDS).map(Piece)))
def test_screens_partition_the_blocks_and_a_check_stands_alone(blocks):
    screens = screens_of(blocks)
    assert [block for screen in screens for block in screen] == blocks
    assert all(screens)
    assert all(len(screen) == 1 for screen in screens if any(block.kind == "check" for block in screen))
    assert all(sum(block.kind in OPENERS for block in screen) <= 1 for screen in screens)


@pytest.mark.parametrize(
    ("kinds", "shown"),
    [
        ([], []),
        (["text", "picture", "tip"], [["text", "picture", "tip"]]),
        (["text", "text"], [["text"], ["text"]]),
        (["picture", "text", "steps"], [["picture", "text", "steps"]]),
        (["text", "check", "tip"], [["text"], ["check"], ["tip"]]),
        (["check", "check"], [["check"], ["check"]]),
        (["steps", "remember", "try_today"], [["steps", "remember", "try_today"]]),
        (["text", "remember", "try_today"], [["text"], ["remember", "try_today"]]),
        (["text", "audio", "video", "tip"], [["text", "audio"], ["video", "tip"]]),
    ],
)
def test_one_idea_a_screen(kinds, shown):
    assert screens(*kinds) == shown
