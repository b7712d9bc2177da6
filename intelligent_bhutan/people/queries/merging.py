"""What an officer sees of two records before they become one, and of what was merged."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan.holdings import in_order
from intelligent_bhutan.people.models import Merge, MergeProposal, UndoProposal
from intelligent_bhutan.templatetags.dzongkha import day

# nothing of them moves
QUIET = {"people.me", "people.sign_ins", "people.wishes", "people.recovering", "audit.about_me", "audit.by_me"}


@dataclass(frozen=True)
class Preview:
    """Two records side by side: facts as (what, the survivor's, the loser's), how many rows of what move, and what is
    decided on the way; `refusal` says why it cannot be done."""

    survivor: object
    loser: object
    facts: list[tuple[str, str, str]]
    moves: list[tuple[str, int]]
    conflicts: list[str]
    refusal: str


def preview(survivor, loser):
    """What would happen now."""
    found, refusal = [], ""
    try:
        for holding in in_order():
            found += holding.conflicts(loser, survivor) if holding.conflicts else []
    except ValidationError as refused:
        refusal = refused.messages[0]
    shown = [one for one in in_order() if one.tell and one.name not in QUIET]
    counted = [(str(one.label), one.rows(loser).count()) for one in shown]
    facts = list(zip(FACTS, facts_of(survivor), facts_of(loser), strict=True))
    moves = [(label, count) for label, count in counted if count]
    return Preview(survivor, loser, facts, moves, found, refusal)


FACTS = (
    gettext_lazy("User name"),
    gettext_lazy("Full name"),
    gettext_lazy("Date of birth"),
    gettext_lazy("Gewog"),
    gettext_lazy("Here since"),
    gettext_lazy("State"),
)


def facts_of(person):
    """By what an officer tells two people apart; never a number."""
    return (
        person.username,
        person.full_name,
        day(person.date_of_birth) or "–",
        str(person.gewog or "–"),
        day(person.joined_at),
        _("Open") if person.is_active else _("Closed"),
    )


def proposals():
    """Proposals with the people in them."""
    return MergeProposal.objects.select_related("survivor__gewog", "loser__gewog", "proposed_by", "decided_by")


def waiting():
    """What waits for a second officer, the oldest first."""
    return proposals().waiting().order_by("proposed_at")


def waiting_undoing():
    """Undoings that wait for a second officer, the oldest first."""
    found = UndoProposal.objects.waiting().select_related("merge__survivor", "merge__loser", "proposed_by")
    return found.order_by("proposed_at")


def done():
    """What was merged, the latest first."""
    return Merge.objects.select_related("survivor", "loser", "proposal")
