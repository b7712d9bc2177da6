"""Centres where people are examined: founded, changed and closed here alone, so that each step leaves its audit line.

`by` is None for the portal itself. Of two who change a centre at once the second is refused, with what to do.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from intelligent_bhutan.people.rules import is_programme_officer
from intelligent_bhutan.places.models import Gewog
from intelligent_bhutan.refusals import refuse, refuse_unseen
from literacy import hours
from literacy.models import Candidate, Centre, OpeningHours, Sitting
from literacy.rules import keeps_centre

# what whoever keeps a centre may say of it; all else is the programme's
DAILY = {"admission", "closed_days_en", "closed_days_dz", "devices", "link", "phone", "email"}
LASTING = {
    "organisation", "name_en", "name_dz", "gewog", "address_en", "address_dz", "latitude", "longitude", "seats",
    "step_free", "languages",
}  # fmt: skip
STILL_TO_COME = (Sitting.State.PLANNED, Sitting.State.OPEN)


@transaction.atomic
def found(*, organisation, name, name_dz="", gewog, seats, week=None, is_demonstration=False, by, **facts):
    """A new centre of the organisation that keeps it, open as `week` says: {weekday: [(opens, closes), …]}.

    Raises: ValidationError without a seat or a name, and for a name that the gewog has already.
    """
    facts |= {"organisation": organisation, "name_en": name, "name_dz": name_dz, "gewog": gewog, "seats": seats}
    centre = Centre(is_demonstration=is_demonstration)
    describe(centre, facts)
    centre.save()
    write_hours(centre, week or {})
    audit.record("centre:founded", subject=centre, by=by)
    return centre


@transaction.atomic
def change(*, centre, version, by, **facts):
    """Say something else of the centre; `version` is the one that the person saw.

    A programme officer may change every fact, whoever keeps the centre only the `DAILY` ones.
    Raises: ValidationError where that is not so, where somebody changed it meanwhile, where more people hold seats in a
    sitting than could be examined at once, and as `found` does.
    """
    centre = locked(centre, version, by)
    refuse(not facts.keys() <= DAILY and not is_officer(by), _("Only a programme officer changes that."))
    before = centre.at_once
    describe(centre, facts)
    if centre.at_once < before:
        refuse_crowded(centre)
    return saved(centre, "centre:changed", by)


def refuse_crowded(centre):
    """Raise ValidationError where more people hold seats in one of its sittings than it can examine at once now."""
    held = Count("candidates", filter=Q(candidates__state__in=Candidate.HOLDING))
    crowded = centre.sittings.filter(state__in=STILL_TO_COME).annotate(many=held).filter(many__gt=centre.at_once)
    refuse(crowded.exists(), _("A sitting here has more people on its register than that."))


@transaction.atomic
def set_hours(*, centre, version, week, by):
    """The centre is open as `week` says from now on: {weekday: [(opens, closes), …]}, a day left out being closed."""
    centre = locked(centre, version, by)
    centre.hours.all().delete()
    write_hours(centre, week)
    return saved(centre, "centre:hours_set", by)


@transaction.atomic
def close(*, centre, reason, by):
    """The centre works no longer: it leaves every list and keeps its history.

    Raises: ValidationError while a sitting is planned or held there.
    """
    centre = locked(centre, None, by)
    refuse(not is_officer(by), _("Only a programme officer closes a centre."))
    refuse(centre.closed_since is not None, _("This centre is closed already."))
    refuse(not reason.strip(), _("Write why the centre closes."))
    refuse(
        centre.sittings.filter(state__in=STILL_TO_COME).exists(),
        _("Sittings are planned here. Move or cancel them first, then close the centre."),
    )
    centre.closed_since, centre.closed_reason = timezone.localdate(), reason.strip()
    return saved(centre, "centre:closed", by)


@transaction.atomic
def reopen(*, centre, by):
    """A closed centre works again. Does nothing to one that works."""
    centre = locked(centre, None, by)
    refuse(not is_officer(by), _("Only a programme officer opens a centre again."))
    if centre.closed_since is None:
        return centre
    centre.closed_since, centre.closed_reason = None, ""
    return saved(centre, "centre:reopened", by)


def locked(centre, version, by):
    """The centre under a lock that also keeps sittings from being planned there, in the version that `by` saw."""
    held = Centre.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=centre.pk)
    refuse(
        not is_officer(by) and not keeps_centre(by, held), _("Only those who keep this centre and programme officers.")
    )
    if version is not None:
        refuse_unseen(held, version)
    return held


def is_officer(by):
    """Whether it is a programme officer, or the portal itself."""
    return by is None or is_programme_officer(by)


def describe(centre, facts):
    """Put the facts on the centre, and check them as they stand together."""
    unknown = facts.keys() - DAILY - LASTING
    if unknown:
        raise TypeError(f"a centre has no {', '.join(sorted(unknown))}")
    for name, fact in facts.items():
        setattr(centre, name, (fact or None) if name.endswith("_dz") else fact)
    refuse(centre.seats < 1, _("A centre needs at least one seat."))
    centre.full_clean(validate_constraints=False)
    alone_in_its_gewog(centre)


def alone_in_its_gewog(centre):
    """Nobody else there has its name, in either language; the gewog is locked, so that no two get it at once."""
    Gewog.objects.select_for_update(no_key=True).get(pk=centre.gewog_id)
    others = Centre.objects.filter(gewog=centre.gewog_id).exclude(pk=centre.pk)
    taken = others.filter(name_en=centre.name_en)
    if centre.name_dz:
        taken = taken | others.filter(name_dz=centre.name_dz)
    refuse(taken.exists(), _("There is a centre of this name in this gewog already."))


def write_hours(centre, week):
    """Keep when the centre is open. Raises: ValidationError for a day whose hours overlap or end before they begin."""
    try:
        days = {day: hours.in_order(stretches) for day, stretches in week.items()}
    except ValueError:
        raise ValidationError(_("These hours overlap, or end before they begin.")) from None
    OpeningHours.objects.bulk_create(
        OpeningHours(centre=centre, weekday=day, opens=opens, closes=closes)
        for day, stretches in days.items()
        for opens, closes in stretches
    )


def saved(centre, verb, by):
    """Save the centre in its next version, with the audit line."""
    centre.version += 1
    centre.save()
    audit.record(verb, subject=centre, by=by)
    return centre
