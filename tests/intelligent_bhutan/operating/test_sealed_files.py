"""A sealed file opens whole with its passphrase and its name, or not at all."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from intelligent_bhutan.operating.sealed_files import CHUNK, HEAD, TAG, Damaged, OtherKey, opened, seal, written

SECRET, SALT = "a long passphrase", b"s" * 16


def sealed(content, name="a"):
    """The bytes of the sealed file."""
    target = BytesIO()
    seal([content], target, name=name, passphrase=SECRET, salt=SALT)
    return target.getvalue()


def whole(content, name="a", passphrase=SECRET):
    """What comes out."""
    return b"".join(opened(BytesIO(content), name=name, passphrase=passphrase))


@given(some.lists(some.binary(max_size=50), max_size=6), some.integers(0, 2))
@settings(max_examples=25, deadline=None)
def test_what_goes_in_comes_out(parts, mebibytes):
    parts, target = [*parts, b"x" * (mebibytes * CHUNK)], BytesIO()
    digest, size = seal(parts, target, name="a", passphrase=SECRET, salt=SALT)
    assert whole(target.getvalue()) == b"".join(parts)
    assert size == len(b"".join(parts))
    assert len(digest) == 64


@given(some.data())
@settings(max_examples=25, deadline=None)
def test_any_changed_bit_is_found(data):
    content = bytearray(sealed(b"many words " * 20))
    at = data.draw(some.integers(0, len(content) - 1))
    content[at] ^= data.draw(some.sampled_from([1, 2, 4, 8, 16, 32, 64, 128]))
    with pytest.raises(Damaged):
        whole(bytes(content))


def test_file_cut_short_between_chunks_is_found():
    content = sealed(b"x" * (2 * CHUNK + 5))
    for end in (0, 5, HEAD - 1, HEAD, HEAD + CHUNK + TAG, HEAD + 2 * (CHUNK + TAG)):
        with pytest.raises(Damaged):
            whole(content[:end])


def test_chunks_in_another_order_are_found():
    content = sealed(b"a" * CHUNK + b"b" * CHUNK + b"c")
    first, second = HEAD + CHUNK + TAG, HEAD + 2 * (CHUNK + TAG)
    with pytest.raises(Damaged):
        whole(content[:HEAD] + content[first:second] + content[HEAD:first] + content[second:])


def test_other_passphrase_or_other_name_opens_nothing():
    with pytest.raises(OtherKey):
        whole(sealed(b"words"), passphrase="another passphrase")
    with pytest.raises(Damaged):
        whole(sealed(b"words"), name="b")


def test_nothing_stands_in_clear():
    assert b"words" not in sealed(b"words " * 100)
    assert sealed(b"words") != sealed(b"words")


def test_file_is_there_whole_or_not_at_all(tmp_path):
    def fail():
        with written(tmp_path / "a") as target:
            target.write(b"half")
            assert not (tmp_path / "a").exists()
            return 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []
    with written(tmp_path / "a") as target:
        target.write(b"whole")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"whole")]
