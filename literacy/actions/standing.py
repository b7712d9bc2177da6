"""Where a citizen stands. Called by the actions that write the facts; triggers do the counting."""

from django.db import transaction
from django.utils import timezone

from intelligent_bhutan import audit
from literacy.models import Standing
from literacy.standings import age_band

DATE_OF = {metric: f"{metric}_on" for metric in ("enrolled", "completed", "assessed", "proficient")}


def dimensions_of(citizen, day):
    """The person's dimensions as they are on that day."""
    return {
        "gewog_id": citizen.gewog_id,
        "audience": citizen.audience,
        "gender": citizen.gender,
        "age_band": age_band(citizen.age_on(day)),
        "disability": citizen.disability,
    }


@transaction.atomic
def reach(*, citizen, metric, on=None):
    """The citizen has reached a milestone: count them in it once, under their dimensions of that day.

    Reaching it again changes nothing. `on` is a Thimphu day, today by default. The fact that led here leaves the audit
    line.
    """
    on = on or timezone.localdate()
    Standing.objects.bulk_create([Standing(citizen=citizen, **dimensions_of(citizen, on))], ignore_conflicts=True)
    standing = Standing.objects.select_for_update().get(citizen=citizen)
    if getattr(standing, DATE_OF[metric]) is None:
        write(standing, **{DATE_OF[metric]: on}, **dimensions_of(citizen, on))
    return standing


@transaction.atomic
def reach_many(*, citizens, metric, on=None):
    """The same for many people who may all be new to the milestone: two statements, one counting of all."""
    on = on or timezone.localdate()
    citizens = list(citizens)
    Standing.objects.bulk_create(
        [Standing(citizen=citizen, **{DATE_OF[metric]: on}, **dimensions_of(citizen, on)) for citizen in citizens],
        ignore_conflicts=True,
    )
    Standing.objects.filter(citizen__in=citizens, **{f"{DATE_OF[metric]}__isnull": True}).update(
        **{DATE_OF[metric]: on}, changed_at=timezone.now()
    )


@transaction.atomic
def withdraw(*, citizen, metric):
    """The milestone does not hold any more (a revocation, a voided sitting): count one less where it was counted."""
    standing = Standing.objects.select_for_update().get(citizen=citizen)
    write(standing, **{DATE_OF[metric]: None})
    return standing


@transaction.atomic
def correct(*, citizen, by):
    """The person's gewog, group or birth date was corrected or has changed: count them there instead."""
    standing = Standing.objects.select_for_update().filter(citizen=citizen).first()
    if standing is not None:
        latest = max(filter(None, (getattr(standing, field) for field in DATE_OF.values())), default=None)
        write(standing, **dimensions_of(citizen, latest or timezone.localdate()))
        audit.record("standing:corrected", subject=standing, by=by)
    return standing


def write(standing, **values):
    """Save what changed."""
    for field, value in values.items():
        setattr(standing, field, value)
    standing.changed_at = timezone.now()
    standing.save(update_fields=[*values, "changed_at"])
