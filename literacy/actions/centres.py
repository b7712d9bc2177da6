"""Centres where people are examined: founded here alone, so that each leaves its audit line."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from literacy.models import Centre


@transaction.atomic
def found(*, organisation, name, name_dz="", gewog, seats, is_demonstration=False, by):
    """A new centre of the organisation that keeps it; `by` is None for the portal itself.

    Raises: ValidationError without a seat or a name, and for a name that the gewog has already.
    """
    if seats < 1:
        raise ValidationError(_("A centre needs at least one seat."))
    centre = Centre(
        organisation=organisation,
        name_en=name,
        name_dz=name_dz,
        gewog=gewog,
        seats=seats,
        is_demonstration=is_demonstration,
    )
    centre.full_clean(validate_constraints=False)
    if Centre.objects.filter(name_en=name, gewog=gewog).exists():
        raise ValidationError(_("There is a centre of this name in this gewog already."))
    centre.save()
    audit.record("centre:founded", subject=centre, by=by)
    return centre
