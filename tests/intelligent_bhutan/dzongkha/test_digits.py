from hypothesis import given
from hypothesis import strategies as st

from intelligent_bhutan.dzongkha import to_ascii_digits, to_tibetan_digits


def test_to_ascii_digits_reads_tibetan():
    assert to_ascii_digits("༢༠༢༦-༡༡-༢༣") == "2026-11-23"


def test_to_ascii_digits_reads_devanagari_and_full_width():
    assert to_ascii_digits("१७ ５") == "17 5"


def test_to_ascii_digits_leaves_words_alone():
    assert to_ascii_digits("ཟླ་༣ Khoma 5") == "ཟླ་3 Khoma 5"


def test_to_tibetan_digits_writes_tibetan():
    assert to_tibetan_digits("182 rows") == "༡༨༢ rows"


@given(st.integers(min_value=0))
def test_digits_come_back_from_tibetan(number):
    assert int(to_ascii_digits(to_tibetan_digits(str(number)))) == number
