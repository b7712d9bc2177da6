import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelligent_bhutan.dzongkha import has_tibetan, syllables, tidy, truncate_syllables

texts = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0F00, max_codepoint=0x0FDA),
        st.sampled_from(" \t\u00a0\u200b\ufeff\u0f0c\u0f0bab1"),
    )
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Sonam \t Choden\u00a0 ", "Sonam Choden"),
        ("བསོད་ནམས་", "བསོད་ནམས"),
        ("བསོད\u0f0cནམས", "བསོད་ནམས"),
        ("་ ཀརྨ ་", "ཀརྨ"),
        ("\ufeffཀརྨ\u200b་དབང་འདུས", "ཀརྨ་དབང་འདུས"),
        ("ཀ\u0f74\u0f72", "ཀ\u0f72\u0f74"),
        ("ཀ\u0f73", "ཀ\u0f71\u0f72"),
        ("ཀ\u0f77", "ཀ\u0fb2\u0f71\u0f80"),
        ("Jose\u0301", "José"),
    ],
)
def test_tidy_gives_the_stored_form(typed, stored):
    assert tidy(typed) == stored


@given(texts)
def test_tidy_twice_changes_nothing(text):
    assert tidy(tidy(text)) == tidy(text)


def test_has_tibetan_tells_letters_from_marks():
    assert [has_tibetan(text) for text in ("Karma ཀ", "Karma", "༡༢།")] == [True, False, False]


def test_syllables_parts_at_tsheg_shad_and_space():
    assert syllables("རྫོང་ཁ་ སྐད་ཡིག།  Khoma ༡༢") == ["རྫོང", "ཁ", "སྐད", "ཡིག", "Khoma", "༡༢"]


def test_truncate_syllables_keeps_whole_syllables():
    assert truncate_syllables("རྫོང་ཁ་སྐད་ཡིག།", 3) == "རྫོང་ཁ་སྐད…"


def test_truncate_syllables_leaves_a_short_text():
    assert truncate_syllables("རྫོང་ཁ།", 2) == "རྫོང་ཁ།"


@given(texts, st.integers(min_value=0, max_value=6))
def test_truncate_syllables_keeps_the_first_ones(text, limit):
    assert syllables(truncate_syllables(text, limit, ending="")) == syllables(text)[:limit]
