"""What may be a PIN, and what is kept of it."""

from collections import Counter

import pytest

from intelligent_bhutan.people import pins

KEY = "a key outside the database"


@pytest.mark.parametrize(
    ("kind", "symbols", "good"),
    [
        ("number", "385201", True),
        ("number", "112233", True),
        ("number", "111111", False),
        ("number", "123456", False),
        ("number", "987654", False),
        ("number", "12345", False),
        ("number", "38520x", False),
        ("picture", ["yak", "moon", "yak", "lamp"], True),
        ("picture", ["yak", "yak", "yak", "yak"], False),
        ("picture", ["yak", "moon", "lamp"], False),
        ("picture", ["yak", "moon", "lamp", "tractor"], False),
    ],
)
def test_pin_is_good(kind, symbols, good):
    assert pins.is_good(kind, symbols) is good


@pytest.mark.parametrize("kind", ["picture", "number"])
def test_new_pin_is_good_and_random(kind):
    made = [pins.new(kind) for _ in range(100)]
    assert all(pins.is_good(kind, symbols) for symbols in made)
    assert len({tuple(symbols) for symbols in made}) > 90


def test_digest_hangs_on_person_kind_order_and_key():
    digests = {
        pins.digest("a", "picture", ["yak", "moon"], KEY),
        pins.digest("b", "picture", ["yak", "moon"], KEY),
        pins.digest("a", "picture", ["moon", "yak"], KEY),
        pins.digest("a", "number", ["yak", "moon"], KEY),
        pins.digest("a", "picture", ["yak", "moon"], "another key"),
    }
    assert len(digests) == 5


def test_layout_is_each_persons_own_and_stays():
    assert pins.layout("a", KEY) == pins.layout("a", KEY)
    assert sorted(pins.layout("a", KEY)) == sorted(pins.PICTURES)
    assert len({tuple(pins.layout(str(number), KEY)) for number in range(20)}) == 20


def test_decoy_stays_and_is_either_kind_about_as_often():
    kinds = Counter(pins.decoy(f"nobody:ABC234:{roll}", KEY) for roll in range(200))
    assert pins.decoy("nobody:ABC234:7", KEY) == pins.decoy("nobody:ABC234:7", KEY)
    assert min(kinds["picture"], kinds["number"]) > 60
