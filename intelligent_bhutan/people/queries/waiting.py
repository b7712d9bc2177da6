"""What waits for a second person, of every kind that takes two, as far as this person may be the second."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models import Correction, MergeProposal, Recovery, UndoProposal
from intelligent_bhutan.people.queries.appointing import waiting_for


@dataclass(frozen=True)
class Queue:
    """Proposals of one kind: the page that lists them, its name, and how many this person may decide now."""

    page: str
    label: str
    count: int


def recoveries(user):
    """People who stand at a centre."""
    return of_others(Recovery, user).exclude(person=user).count()


def corrections(user):
    """Those whose evidence somebody else has seen."""
    seen = of_others(Correction, user).filter(seen_by__isnull=False)
    return seen.exclude(seen_by=user).exclude(person=user).count()


def merges(user):
    """Records of others, to be put together, and to be taken apart again."""
    together = of_others(MergeProposal, user).exclude(survivor=user).exclude(loser=user)
    apart = of_others(UndoProposal, user).exclude(merge__survivor=user).exclude(merge__loser=user)
    return together.count() + apart.count()


def of_others(kind, user):
    """What waits and was proposed by somebody else."""
    return kind.objects.waiting().exclude(proposed_by=user)


# the right to decide, the page, what it is called, how many wait; the most pressing first
KINDS = (
    ("people.confirm_recoveries", "people:recoveries", _("Somebody lost their way in"), recoveries),
    ("people.decide_appointments", "people:approvals", _("Roles to decide on"), lambda user: waiting_for(user).count()),
    ("people.decide_corrections", "people:corrections", _("Corrections that wait"), corrections),
    ("people.merge_records", "people:merging", _("One person, two records"), merges),
)


def queues_of(user):
    """The queues that the person's roles open; five queries at most."""
    return [Queue(page, label, many(user)) for right, page, label, many in KINDS if user.has_perm(right)]
