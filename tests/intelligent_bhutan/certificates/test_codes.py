from base64 import urlsafe_b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intelligent_bhutan import typed_codes
from intelligent_bhutan.certificates import codes

KEY = b"a key for tests, of thirty-two b"

letters = st.sampled_from(typed_codes.ALPHABET)
stems = st.text(letters, min_size=11, max_size=11).filter(
    lambda stem: typed_codes.check_character(stem) in typed_codes.ALPHABET
)
valid_codes = stems.map(lambda stem: stem + typed_codes.check_character(stem))


def test_new_code_can_be_typed_back():
    made = [codes.new_code() for _ in range(200)]
    assert [codes.tidy(code) for code in made] == made
    assert len(set(made)) == 200
    assert {len(code) for code in made} == {12}


@given(valid_codes, st.integers(0, 11), letters)
def test_tidy_refuses_every_wrong_character(code, place, other):
    wrong = code[:place] + other + code[place + 1 :]
    assert codes.tidy(wrong) == (code if wrong == code else None)


@given(valid_codes, st.integers(0, 10))
def test_tidy_refuses_every_swap_of_neighbours(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert codes.tidy(swapped) == (code if swapped == code else None)


@given(valid_codes)
def test_tidy_reads_what_is_printed(code):
    assert codes.tidy(typed_codes.grouped(code)) == code


@given(st.text())
def test_tidy_gives_the_same_code_again_or_none(text):
    code = codes.tidy(text)
    assert code is None or codes.tidy(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        "7kmq 2x9a tde7",
        "7KMQ-2X9A-TDE7",
        "7KMQ–2X9A—TDE7",
        "  7KMQ2X9ATDE7\n",
        "༧kmq་༢x༩a་tde༧་",
        "７KMQ　２X９A　TDE７",
        "7KMQ\u200b2X9A\u00a0TDE7",
    ],
)
def test_tidy_forgives_how_it_is_typed(typed):
    assert codes.tidy(typed) == "7KMQ2X9ATDE7"


@pytest.mark.parametrize("typed", ["50G1SBSZN1XV", "5OGISBSZNLXV", "5ogisbsznlxv"])
def test_tidy_forgives_letters_taken_for_digits(typed):
    assert codes.tidy(typed) == "50G1SBSZN1XV"


@pytest.mark.parametrize("typed", ["", "7KMQ2X9ATDE", "7KMQ2X9ATDE74", "7KMQ2X9ATDEU", "ཀཁགངཅཆཇཉཏཐདན", "7KMQ2X9ATDE*"])
def test_tidy_refuses_what_no_certificate_carries(typed):
    assert codes.tidy(typed) is None


def test_secret_is_sixteen_bytes_for_an_address():
    made = codes.secret("7KMQ2X9ATDE7", KEY)
    assert len(urlsafe_b64decode(made + "==")) == 16
    assert made == "cO4IbjIHbqdGAlYSIbyogA"  # printed on paper: it must never change


def test_secret_matches_only_its_own_code_and_key():
    made = codes.secret("7KMQ2X9ATDE7", KEY)
    assert codes.secret_matches("7KMQ2X9ATDE7", made, KEY) is True
    assert codes.secret_matches("50G1SBSZN1XV", made, KEY) is False
    assert codes.secret_matches("7KMQ2X9ATDE7", made, b"another key") is False


@pytest.mark.parametrize("candidate", ["", "x", "ཀ", "\ud800"])
def test_secret_matches_refuses_any_other_text(candidate):
    assert codes.secret_matches("7KMQ2X9ATDE7", candidate, KEY) is False
