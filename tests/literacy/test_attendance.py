"""How regularly somebody comes."""

from hypothesis import given
from hypothesis import strategies as st

from literacy.attendance import Tally

COUNTS = st.integers(0, 400)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_the_rate_is_a_percentage_that_says_everything_only_of_who_always_came(present, late, absent, excused):
    tally = Tally(present, late, absent, excused)
    if tally.percent is None:
        assert present + late + absent == 0
        return
    assert 0 <= tally.percent <= 100
    assert (tally.percent == 100) == (absent == 0)
    assert tally.percent / 100 <= (present + late) / (present + late + absent) < (tally.percent + 1) / 100


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_coming_once_more_never_lowers_it_and_being_excused_never_moves_it(present, late, absent, excused):
    tally = Tally(present, late, absent, excused)
    assert (Tally(present + 1, late, absent, excused).percent or 0) >= (tally.percent or 0)
    assert Tally(present, late, absent, excused + 1).percent == tally.percent
    assert Tally(late, present, absent, excused).percent == tally.percent
