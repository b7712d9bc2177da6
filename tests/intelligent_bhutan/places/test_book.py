"""The book filled from the project's own data files."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelligent_bhutan import places
from intelligent_bhutan.places.book import Place, PlaceBook
from intelligent_bhutan.places.spelling import fold

DATA = Path(places.__file__).parent / "data"


def rows_of(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PLACES = {row["code"]: row for row in rows_of("bhutan_places.csv")}
ALIASES = rows_of("aliases.csv")
SPELLINGS = defaultdict(tuple)
for alias in ALIASES:
    SPELLINGS[alias["code"]] += (alias["alias"],)
LEAVES = [
    Place(
        code,
        row["name_en"],
        PLACES[row["parent_code"]]["name_en"],
        SPELLINGS[code],
        SPELLINGS[row["parent_code"]],
    )
    for code, row in PLACES.items()
    if row["level"] in {"gewog", "thromde"}
]
BOOK = PlaceBook(LEAVES)


def described(found):
    return found.place and found.place.key, found.code, [place.key for place in found.suggestions]


def test_aliases_name_places_that_exist():
    assert {(row["kind"], row["code"]) for row in ALIASES} <= {(row["level"], row["code"]) for row in PLACES.values()}


def test_aliases_add_something_and_stand_once():
    folded = Counter((row["code"], fold(row["alias"])) for row in ALIASES)
    assert [key for key, count in folded.items() if count > 1 or key[1] == fold(PLACES[key[0]]["name_en"])] == []


def test_aliases_carry_their_kind_of_source():
    assert {row["note"] for row in ALIASES} == {
        "news and agencies",
        "maps",
        "old name",
        "short form",
        "Dzongkha spelling, draft for review",
    }


def test_every_alias_means_one_place_in_its_dzongkhag():
    wrong = []
    for row in ALIASES:
        place = PLACES[row["code"]]
        if row["kind"] == "dzongkhag":
            wrong += [row] if BOOK.dzongkhags[fold(row["alias"])] != place["name_en"] else []
        elif described(BOOK.resolve(row["alias"], PLACES[place["parent_code"]]["name_en"])) != (row["code"], "", []):
            wrong.append(row)
    assert wrong == []


def test_no_name_is_another_dzongkhags_name():
    folded = Counter(
        name
        for row in PLACES.values()
        if row["level"] == "dzongkhag"
        for name in {fold(row["name_en"]), *map(fold, SPELLINGS[row["code"]])}
    )
    assert [name for name, count in folded.items() if count > 1] == []


@pytest.mark.parametrize("place", LEAVES, ids=lambda place: place.key)
def test_resolve_finds_every_place_by_its_own_name(place):
    assert BOOK.resolve(f" {place.name.upper()} ", f"{place.dzongkhag} Dzongkhag").place == place


def test_resolve_finds_a_name_that_stands_once_without_its_dzongkhag():
    assert described(BOOK.resolve("khoma gewog")) == ("BT-44-03", "", [])


@pytest.mark.parametrize(
    ("gewog", "dzongkhag", "key"),
    [
        ("Sipsu", "Samtse", "BT-14-12"),
        ("Bara", "", "BT-14-06"),
        ("Bhur", "Sarpang", "BT-31-07"),
        ("Beteni", "", "BT-21-06"),
        ("Phuntsholing", "Chukha", "BT-12-10"),
        ("Phuntsholing Thromde", "Chukha", "THROMDE-PHUENTSHOLING"),
        ("S/Jongkhar Thromde", "", "THROMDE-SAMDRUPJONGKHAR"),
        ("Dungna", "", "BT-12-05"),
        ("Chaskhar", "Mongar", "BT-42-02"),
        ("Nanong", "Pemagatshel", "BT-43-07"),
        ("Yalang", "Tashiyangtse", "BT-TY-07"),
        ("Nahi", "Wangdue", "BT-24-09"),
        ("Khoma", "Lhuntse", "BT-44-03"),
        ("Gakidling", "Ha", "BT-13-02"),
        ("Khoma, Lhuntse", "", "BT-44-03"),
        ("Norbugang (Samtse)", "", "BT-14-05"),
        ("Gakiling / Sarpang", " ", "BT-31-04"),
    ],
)
def test_resolve_knows_other_spellings(gewog, dzongkhag, key):
    assert described(BOOK.resolve(gewog, dzongkhag)) == (key, "", [])


def test_resolve_asks_which_of_two_places():
    assert described(BOOK.resolve("Norbugang")) == (None, "gewog_ambiguous", ["BT-43-08", "BT-14-05"])
    assert described(BOOK.resolve("Gakiling")) == (None, "gewog_ambiguous", ["BT-13-02", "BT-31-04"])


def test_resolve_offers_the_nearest_names():
    assert described(BOOK.resolve("Koma")) == (None, "gewog_unknown", ["BT-44-03", "BT-23-03"])
    assert described(BOOK.resolve("Bomdling", "Trashi Yangtse")) == (None, "gewog_unknown", ["BT-TY-01"])


def test_resolve_offers_nothing_for_what_is_no_name():
    assert described(BOOK.resolve("Qwxzv")) == (None, "gewog_unknown", [])
    assert described(BOOK.resolve("a" * 81)) == (None, "gewog_unknown", [])


def test_resolve_looks_outside_a_dzongkhag_that_has_nothing_near():
    assert described(BOOK.resolve("Koma", "Gasa")) == (None, "gewog_unknown", ["BT-44-03", "BT-23-03"])


def test_resolve_does_not_move_a_gewog_to_another_dzongkhag():
    assert described(BOOK.resolve("Khoma", "Paro")) == (None, "gewog_elsewhere", ["BT-44-03"])


def test_resolve_refuses_an_unknown_dzongkhag():
    assert described(BOOK.resolve("Gakiling", "Sarpangg")) == (None, "dzongkhag_unknown", ["BT-31-04", "BT-13-02"])


@given(st.text(max_size=90), st.text(max_size=30))
def test_resolve_answers_any_text(gewog, dzongkhag):
    found = BOOK.resolve(gewog, dzongkhag)
    assert (found.place is None) == bool(found.code)
    assert len(found.suggestions) <= 3
