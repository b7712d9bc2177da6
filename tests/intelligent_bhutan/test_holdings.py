"""Nothing that is held of people is forgotten: a new table fails here until a holding names it."""

from collections import defaultdict

import pytest
from django.apps import apps

from intelligent_bhutan.holdings import HOLDINGS, Fate, Holding, in_order, register
from intelligent_bhutan.people.models import User


def name_of(field):
    """A column as holdings name it."""
    return f"{field.model._meta.label}.{field.name}"


def columns():
    """Every column that leads to another table, by that table."""
    found = defaultdict(set)
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=True):
            if field.concrete and field.is_relation and not field.many_to_many and field.related_model:
                found[field.related_model].add(name_of(field))
    return found


OWNERS = ("citizen", "person", "user")  # how a column is called whose row is the person's own


def owned(covered):
    """The tables whose rows are one person's own."""
    return {apps.get_model(name.rpartition(".")[0]) for name in covered if name.rpartition(".")[2] in OWNERS}


def test_every_column_that_leads_to_a_person_is_named_by_a_holding():
    covered = {name for holding in HOLDINGS.values() for name in holding.covers}
    leading = columns()
    due = set(leading[User])
    for model in owned(covered):
        due |= leading[model]
    assert due - covered == set(), "Name these in the `covers` of a holding in the app's `holdings.py`."


def test_no_holding_names_what_is_not_there():
    covered = [name for holding in HOLDINGS.values() for name in holding.covers]
    assert len(covered) == len(set(covered))
    assert set(covered) - {name for names in columns().values() for name in names} == set()


def test_what_is_removed_is_removed_by_somebody():
    without = {one.name for one in in_order() if one.fate == Fate.REMOVED and one.erase is None}
    assert without == {"literacy.tries"}  # with the lessons


def test_what_moves_can_move_back():
    assert [one.name for one in in_order() if bool(one.move) != bool(one.move_back)] == []


def test_two_holdings_have_two_names():
    with pytest.raises(ValueError, match="Two holdings"):
        register(Holding(name="people.me", label="", fate=Fate.KEPT, because="", covers=()))
