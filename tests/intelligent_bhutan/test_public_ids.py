from uuid import uuid4

import pytest

from intelligent_bhutan import public_ids


def test_an_id_is_read_as_it_stands_in_an_address():
    known = uuid4()
    assert public_ids.read(str(known)) == known


@pytest.mark.parametrize("text", ["", "7", "nonsense", "\x00", "0" * 40])
def test_what_is_no_id_is_none(text):
    assert public_ids.read(text) is None
