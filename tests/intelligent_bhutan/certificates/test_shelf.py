"""PDFs on disk: whole or not at all."""

import os

import pytest

from intelligent_bhutan.certificates import shelf

PDF = b"%PDF-1.7 a certificate"
NAME = shelf.name_of(PDF)


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_put_keeps_the_bytes_under_their_hash(tmp_path):
    assert shelf.put(tmp_path, PDF) == NAME
    assert (tmp_path / "certificates" / NAME[:2] / f"{NAME}.pdf").read_bytes() == PDF
    assert shelf.take(tmp_path, NAME) == PDF


def test_put_twice_leaves_one_file_untouched(tmp_path):
    shelf.put(tmp_path, PDF)
    before = (tmp_path / shelf.place_of(NAME)).stat().st_ino
    shelf.put(tmp_path, PDF)
    assert (tmp_path / shelf.place_of(NAME)).stat().st_ino == before
    assert files(tmp_path) == [f"{NAME}.pdf"]


def test_put_replaces_a_file_that_was_cut_short(tmp_path):
    path = tmp_path / shelf.place_of(NAME)
    path.parent.mkdir(parents=True)
    path.write_bytes(PDF[:5])
    assert shelf.take(tmp_path, NAME) is None
    shelf.put(tmp_path, PDF)
    assert shelf.take(tmp_path, NAME) == PDF


def test_put_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        shelf.put(tmp_path, PDF)
    assert files(tmp_path) == []


@pytest.mark.parametrize("name", ["", NAME])
def test_take_of_what_is_not_there_is_none(tmp_path, name):
    assert shelf.take(tmp_path, name) is None
