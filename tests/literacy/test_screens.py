"""Screens."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from literacy.screens import screens_of

KINDS = ["text", "picture", "steps", "tip", "audio", "video", "check", "remember", "try_today"]


@dataclass(frozen=True)
class Piece:
    kind: str


@given(st.lists(st.sampled_from(KINDS).map(Piece)))
def test_screens_partition_the_blocks_and_a_check_stands_alone(blocks):
    screens = screens_of(blocks)
    assert [block for screen in screens for block in screen] == blocks
    assert all(screens)
    assert all(len(screen) == 1 for screen in screens if any(block.kind == "check" for block in screen))
