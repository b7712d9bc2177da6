"""How the work of somebody moves when two records become one, and back. Called in the merge's transaction."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan.holdings import move_rows
from literacy.models import ClassSession, Cohort, Sitting


def work_conflicts(loser, survivor):
    """Raises: ValidationError while the loser has work ahead, which a record that is closed cannot do."""
    if Sitting.objects.filter(invigilator=loser, state__in=Sitting.LIVING).exists():
        words = _(
            "The record that would be closed invigilates a sitting. Give it to somebody else, or finish it, first."
        )
        raise ValidationError(words)
    planned = ClassSession.objects.filter(taught_by=loser, state=ClassSession.State.PLANNED)
    if planned.filter(ends_at__gt=timezone.now()).exists():
        words = _(
            "The record that would be closed teaches sessions that are planned. Give them to somebody else first."
        )
        raise ValidationError(words)
    return []


def move_work(loser, survivor):
    """Classes that the loser coordinates or teaches."""
    return {
        "coordinated": move_rows("coordinator", Cohort.objects.filter(coordinator=loser), survivor),
        "taught": move_rows("trainer", Cohort.objects.filter(trainer=loser), survivor),
    }


def move_work_back(loser, survivor, moved):
    """They go back."""
    Cohort.objects.filter(pk__in=moved["coordinated"], coordinator=survivor).update(coordinator=loser)
    Cohort.objects.filter(pk__in=moved["taught"], trainer=survivor).update(trainer=loser)
