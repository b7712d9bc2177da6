"""Codes that are copied from paper: of any length, with a check character. Certificates test how they are misread."""

import pytest

from intelligent_bhutan import typed_codes


@pytest.mark.parametrize("length", [8, 12, 16])
def test_new_code_can_be_typed_back_in_its_length_alone(length):
    made = [typed_codes.new(length) for _ in range(100)]
    assert [typed_codes.tidy(typed_codes.grouped(code).lower(), length) for code in made] == made
    assert {typed_codes.tidy(code, length + 1) for code in made} == {None}


def test_check_character_is_that_of_the_standard():
    # the donation number in ISBT 128's own description of ISO/IEC 7064 MOD 37-2
    assert typed_codes.check_character("G123489654321") == "Y"


def test_grouped_parts_the_code_in_fours():
    assert typed_codes.grouped("7KMQ2X9ATDE7") == "7KMQ 2X9A TDE7"
