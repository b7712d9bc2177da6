"""Words under seal."""

import time

import pytest

from intelligent_bhutan.sealing import InvalidToken, box, decrypt, encrypt


def test_sealed_words_open_with_their_key_alone():
    sealed = encrypt("Your code: 482913", "key")
    assert decrypt(sealed, "another", "key", within=60) == "Your code: 482913"
    assert b"482913" not in sealed
    with pytest.raises(InvalidToken):
        decrypt(sealed, "another")


def test_sealed_words_open_for_a_while():
    old = box("key").encrypt_at_time(b"words", int(time.time()) - 61)
    assert decrypt(old, "key") == decrypt(old, "key", within=120) == "words"
    with pytest.raises(InvalidToken):
        decrypt(old, "key", within=60)
