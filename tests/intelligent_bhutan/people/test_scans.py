"""What a scan is stands in its first bytes, not in its name."""

import pytest

from intelligent_bhutan.people.scans import media_type_of


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"%PDF-1.7", "application/pdf"),
        (b"<svg xmlns=", ""),
        (b"GIF89a", ""),
        (b"", ""),
    ],
)
def test_media_type_is_told_by_the_first_bytes(head, media_type):
    assert media_type_of(head) == media_type
