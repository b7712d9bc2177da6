"""What stands for a citizenship number in a report."""

from uuid import UUID

import pytest

from literacy import keepsakes

SHEET = UUID("3f2a9c1e-0000-4000-8000-000000000000")


def test_what_is_written_names_where_the_number_is_kept_and_hides_it():
    cell = keepsakes.written("11345678901", SHEET, 17)
    assert cell == "********901 (3f2a9c1e/17)"
    assert keepsakes.read(f" {cell}\u00a0") == ("3f2a9c1e", 17)


@pytest.mark.parametrize(
    "cell", ["", "11345678901", "********901", "********901 (3f2a9c1e/17) or", "901 (3f2a9c1e/17)"]
)
def test_other_cells_stand_for_nothing(cell):
    assert keepsakes.read(cell) is None
