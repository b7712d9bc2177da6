"""Withheld cells stay unknown, also to those who know the totals and how cells are withheld."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from intelligent_bhutan.targets.suppression import FEWEST, suppress

KEYS = [f"cell-{number}" for number in range(8)]
CELLS = st.dictionaries(st.sampled_from(KEYS), st.one_of(st.integers(0, 9), st.integers(0, 500)), min_size=2)
SECRETS = st.integers(0, 50)


def secret_order(secret):
    return lambda key: hashlib.sha256(f"{secret} {key}".encode()).hexdigest()


def withheld(published):
    return [key for key, n in published.items() if n is None]


@given(CELLS, st.sets(st.sampled_from(KEYS)))
def test_small_cells_are_withheld(cells, before):
    published = suppress(cells, before=before)
    if sum(cells.values()):
        assert all(published[key] is None for key, n in cells.items() if n < FEWEST)
    assert all(n in (None, cells[key]) for key, n in published.items())


@given(CELLS, st.sets(st.sampled_from(KEYS)))
def test_no_withheld_cell_follows_from_published_cells_and_the_total(cells, before):
    published = suppress(cells, before=before)
    hidden = withheld(published)
    rest = sum(cells.values()) - sum(n for n in published.values() if n is not None)
    assert len(hidden) != 1
    if hidden:
        # every withheld cell may be nothing, and may be the whole rest: any of them can take what another has
        assert rest >= min(FEWEST, sum(cells.values())) > 0


@given(CELLS, SECRETS)
def test_no_withheld_cell_follows_for_one_who_knows_the_rule(cells, secret):
    published = suppress(cells, order=secret_order(secret))
    hidden = withheld(published)
    for key in hidden:
        assert any(
            suppress(other, order=secret_order(s)) == published
            for other in other_worlds(cells, key, hidden)
            for s in (secret, *range(60))
        )


def other_worlds(cells, key, hidden):
    """Cells with another number in `key`, the same numbers where they are published, and the same total."""
    for partner in hidden:
        if cells[partner] != cells[key]:
            yield cells | {key: cells[partner], partner: cells[key]}
        elif partner != key:
            for step in (1, -1):
                if cells[key] + step >= 0 and cells[partner] - step >= 0:
                    yield cells | {key: cells[key] + step, partner: cells[partner] - step}


def test_smallest_large_cell_goes_with_the_small_one():
    assert suppress({"a": 3, "b": 50, "c": 9, "d": 20}) == {"a": None, "b": 50, "c": None, "d": 20}


def test_cell_withheld_before_is_withheld_again():
    assert suppress({"a": 3, "b": 50, "c": 9, "d": 20}, before={"a", "d"}) == {"a": None, "b": 50, "c": 9, "d": None}


def test_nothing_is_withheld_where_no_cell_is_small():
    assert suppress({"a": 5, "b": 6}, before={"a"}) == {"a": 5, "b": 6}


def test_nothing_is_withheld_where_nobody_is_counted():
    assert suppress({"a": 0, "b": 0}) == {"a": 0, "b": 0}
