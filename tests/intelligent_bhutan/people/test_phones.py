"""Phone numbers as people write them."""

import pytest

from intelligent_bhutan.people.phones import e164


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("17123456", "+97517123456"),
        ("17 12 34 56", "+97517123456"),
        ("+975 17-123-456", "+97517123456"),
        ("༡༧༡༢༣༤༥༦", "+97517123456"),
        ("+91 98765 43210", "+919876543210"),
        ("171234", ""),
        ("pema.lhaden", ""),
        ("", ""),
    ],
)
def test_number_is_known_however_it_is_written(written, number):
    assert e164(written) == number
