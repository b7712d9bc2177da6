"""What this app holds of a person, and what becomes of it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan.holdings import Fate, Holding, move_rows, register
from intelligent_bhutan.service.models import Problem
from intelligent_bhutan.templatetags.dzongkha import moment


def told(problem):
    """What the person said is wrong, and when."""
    return {
        _("Sent"): moment(problem.reported_at),
        _("What is wrong?"): problem.get_kind_display(),
        _("Your words"): problem.text,
        _("Answer"): problem.answer,
    }


def part(person):
    """Nobody knows any more who told it."""
    Problem.objects.filter(reported_by=person).update(reported_by=None)


register(
    Holding(
        name="service.problems",
        label=gettext_lazy("What you told us is wrong"),
        fate=Fate.ANONYMOUS,
        because=gettext_lazy("What you told us stays, without your name."),
        covers=("service.Problem.reported_by",),
        rows=lambda person: Problem.objects.filter(reported_by=person),
        tell=told,
        erase=part,
        move=lambda loser, survivor: {
            "rows": move_rows("reported_by", Problem.objects.filter(reported_by=loser), survivor)
        },
        move_back=lambda loser, survivor, moved: Problem.objects.filter(
            pk__in=moved["rows"], reported_by=survivor
        ).update(reported_by=loser),
        order=71,
    )
)
register(
    Holding(
        name="service.work",
        label=gettext_lazy("What you answered"),
        fate=Fate.ANONYMOUS,
        because=gettext_lazy("What was answered stands, under a number without your name."),
        covers=("service.Problem.answered_by",),
        order=92,
    )
)
