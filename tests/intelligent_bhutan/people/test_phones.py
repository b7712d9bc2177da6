"""Phone numbers as people write them."""

import pytest

from intelligent_bhutan.people.phones import bhutanese_mobile, e164, in_groups


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


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("16123456", "+97516123456"),
        ("+975 (17) 12-34.56", "+97517123456"),
        ("97577123456", "+97577123456"),
        ("༧༧༡༢༣༤༥༦", "+97577123456"),
        ("18123456", ""),
        ("71234567", ""),
        ("02321321", ""),
        ("+919876543210", ""),
        ("171234567", ""),
        ("", ""),
    ],
)
def test_mobile_of_bhutan_begins_as_its_two_companies_number(written, number):
    assert bhutanese_mobile(written) == number


@pytest.mark.parametrize(
    ("number", "read"), [("+97517123456", "+975 17 12 34 56"), ("+9752322345", "+975 2 322 345"), ("", "")]
)
def test_number_is_written_in_groups(number, read):
    assert in_groups(number) == read
