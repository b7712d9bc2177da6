"""All that is held of one person, in groups: a page's worth, or everything for the copy."""

from dataclasses import dataclass

from intelligent_bhutan.holdings import HOLDINGS, Holding, in_order

SHOWN = 3  # of each group on the first page
COPIED_AT_MOST = 20_000  # of each group; no person has more, and no copy grows without end


@dataclass(frozen=True)
class Group:
    """One holding with rows of one person, as {label: value} each, and how many there are in all."""

    holding: Holding
    rows: list[dict[str, str]]
    count: int

    @property
    def more(self):
        """How many are not shown."""
        return self.count - len(self.rows)


def groups_of(person, most=SHOWN):
    """Each holding with its latest rows; one query a holding, and one more where there are more than are shown."""
    return [group_of(person, holding, most) for holding in in_order() if holding.tell]


def group_of(person, holding, most):
    """One of them."""
    rows = holding.rows(person)
    latest = list(rows[: most + 1])
    count = rows.count() if len(latest) > most else len(latest)
    return Group(holding, [holding.tell(row) for row in latest[:most]], count)


def holding_by(name):
    """The holding of that name that can be shown, or None."""
    found = HOLDINGS.get(name)
    return found if found and found.tell else None


def fates():
    """What an erasure leaves, holding by holding."""
    return in_order()
