"""The reading grade."""

import pytest

from literacy.readability import grade, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1),
        ("phone", 1),
        ("tree", 1),
        ("touched", 1),
        ("names", 1),
        ("bank's", 1),
        ("money", 2),
        ("table", 2),
        ("visit", 2),
        ("boxes", 2),
        ("changes", 2),
        ("people", 2),
        ("visited", 3),
        ("pharmacist", 3),
        ("hm", 1),
    ],
)
def test_syllables_of_plain_words(word, count):
    assert syllables(word) == count


def test_grade_follows_the_formula():
    # seven words of eleven syllables in two sentences
    assert grade("Many people visit. It costs money, Tashi.") == pytest.approx(0.39 * 7 / 2 + 11.8 * 12 / 7 - 15.59)


def test_grade_tells_plain_from_learned():
    plain = "Open the app. Touch the name. Look at the sum, then pay."
    learned = "Authentication necessitates simultaneous verification through independent communication."
    assert grade(plain) < 2
    assert grade(learned) > 20
    assert grade("") == grade("༡༢ ཀ་ཁ།") == 0
