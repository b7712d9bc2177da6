import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelligent_bhutan.places.spelling import distance, fold, likeness, sound

names = st.text(st.sampled_from("abghktuoes -'་ཀརི"), max_size=12)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Tsenda-Gang", "tsendagang"),
        ("  SANG NGAG chhoeling", "sangngagchhoeling"),
        ("Ürá", "ura"),
        ("Khoma Gewog", "khoma"),
        ("Khoma geog.", "khoma"),
        ("Gewog: Khoma", "khoma"),
        ("Paro Dzongkhag", "paro"),
        ("Thimphu Thromde", "thimphuthromde"),
        ("Gewog", "gewog"),
        ("སྨད་བཏབ་ཁ་", "སྨདབཏབཁ"),
        ("ཁོ་མ་རྒེད་འོག་", "ཁོམ"),
        ("\ufeff Soe\u200b", "soe"),
        ("?!", ""),
    ],
)
def test_fold_drops_what_does_not_tell_names_apart(written, folded):
    assert fold(written) == folded


@given(names)
def test_fold_twice_changes_nothing(name):
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("one", "another"),
    [("koma", "khoma"), ("bumdeling", "boomdeling"), ("chumey", "chhume"), ("zomi", "dzomi"), ("kurtoe", "kurtoed")],
)
def test_sound_is_one_for_spellings_of_one_name(one, another):
    assert sound(one) == sound(another)


@pytest.mark.parametrize(
    ("first", "second", "steps"),
    [("tang", "tang", 0), ("tang", "trang", 1), ("tang", "tagn", 1), ("ura", "soe", 3), ("", "ura", 3)],
)
def test_distance_counts_changes(first, second, steps):
    assert distance(first, second) == steps


@given(names, names, names)
def test_distance_is_even_handed(first, second, third):
    assert distance(first, second) == distance(second, first)
    assert (distance(first, second) == 0) == (first == second)
    assert abs(len(first) - len(second)) <= distance(first, second) <= max(len(first), len(second))


@given(names, names)
def test_likeness_stays_between_nothing_and_the_same(first, second):
    assert 0 <= likeness(first, second) <= 1
    assert (likeness(first, second) == 1) == (first == second)
