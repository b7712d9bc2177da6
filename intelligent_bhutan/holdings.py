"""What the portal holds of a person: each app says it in its `holdings.py`, and one page shows all of it.

A holding names every column that leads to a person (`covers`), so that a test finds a table that nobody named. It can
show its rows, say what an erasure leaves of them, carry that out, and move rows from one record of a person to another
and back. This page is a registry and nothing else; `people/actions/erasing.py` and `merging.py` work with it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

HOLDINGS: dict[str, "Holding"] = {}


class Fate(models.TextChoices):
    """What an erasure leaves."""

    REMOVED = "removed", _("Is removed")
    ANONYMOUS = "anonymous", _("Stays without your name")
    KEPT = "kept", _("Stays")


def nothing(person):
    """There is nothing to show by itself: another holding shows it, or it says nothing of the person."""
    return ()


@dataclass(frozen=True)
class Holding:
    """One kind of thing that is held of people."""

    name: str  # "literacy.classes"; the part before the dot is the app, whose erasure is one transaction
    label: str
    fate: Fate
    because: str  # why it is kept, or what removing means; one sentence
    covers: tuple[str, ...]  # "literacy.Enrolment.citizen": every column that leads to the person
    rows: Callable = nothing  # person -> queryset, the latest first
    tell: Callable | None = None  # row -> {label: value}, in the active language
    erase: Callable | None = None  # (person) -> None, in a transaction, safe to repeat; None where nothing changes
    move: Callable | None = None  # (loser, survivor) -> JSON that says exactly what was moved and changed
    move_back: Callable | None = None  # (loser, survivor, moved) -> None
    lock: Callable | None = None  # (people) -> None: what other actions lock before they lock a person
    conflicts: Callable | None = None  # (loser, survivor) -> sentences for the preview; raises where it cannot be
    order: int = 50  # of showing, erasing and moving; locks are taken in this order

    @property
    def app(self):
        """Whose it is."""
        return self.name.split(".")[0]


def register(holding: Holding) -> Holding:
    """Make it known, once."""
    if HOLDINGS.setdefault(holding.name, holding) is not holding:
        raise ValueError(f"Two holdings are called {holding.name!r}.")
    return holding


def in_order() -> list[Holding]:
    """All of them as they are shown."""
    return sorted(HOLDINGS.values(), key=lambda one: (one.order, one.name))


def apps() -> list[str]:
    """The apps that hold something which an erasure changes, in order; whoever knows the person's name comes last."""
    found = dict.fromkeys(one.app for one in in_order() if one.erase)
    return sorted(found, key=lambda app: app == "people")


def move_rows(column: str, queryset: models.QuerySet, to) -> list[int]:
    """Point these rows to another person, under a lock and in the order of their ids; returns the ids."""
    ids = list(queryset.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    queryset.model._default_manager.filter(pk__in=ids).update(**{column: to})
    return ids
