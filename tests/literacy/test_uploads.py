"""Uploads by their content."""

import pytest

from literacy.uploads import kind_of


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"ID3\x04" + bytes(20), "audio"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(9), "video"),
        (b"WEBVTT\n\n", "captions"),
        (b"\x89PNG\r\n\x1a\n" + bytes(9), "picture"),
        (b"<html><script>", None),
        (b"MZ" + bytes(20), None),
    ],
)
def test_kind_is_told_by_content(head, kind):
    assert kind_of(head) == kind
