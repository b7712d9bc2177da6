"""Organisations: founded here alone, so that each leaves its audit line."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from intelligent_bhutan.people.models import Organisation


@transaction.atomic
def found(*, kind, name, name_dz="", gewog=None, parent=None, is_demonstration=False, by):
    """A new organisation, below `parent` where it has one; `by` is None for the portal itself.

    Raises: ValidationError for a kind that is none, a name that is none, and a name that its gewog has already.
    """
    organisation = Organisation(
        kind=kind, name_en=name, name_dz=name_dz, gewog=gewog, parent=parent, is_demonstration=is_demonstration
    )
    organisation.full_clean(validate_constraints=False)
    if Organisation.objects.filter(name_en=name, gewog=gewog).exists():
        raise ValidationError(_("There is an organisation of this name in this place already."))
    organisation.save()
    audit.record("organisation:founded", subject=organisation, by=by)
    return organisation
