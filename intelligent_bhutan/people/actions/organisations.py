"""Organisations: founded, changed and closed here alone, so that each step leaves its audit line."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan import audit
from intelligent_bhutan.people.models import Organisation
from intelligent_bhutan.refusals import refuse_unseen

CHANGEABLE = ("kind", "name_en", "name_dz", "gewog", "parent")
TWICE = gettext_lazy("There is an organisation of this name in this place already.")


@transaction.atomic
def found(*, kind, name, name_dz="", gewog=None, parent=None, is_demonstration=False, by):
    """A new organisation, below `parent` where it has one; `by` is None for the portal itself.

    Raises: ValidationError for a kind that is none, a name that is none, a name that its gewog has already, and a
    closed parent.
    """
    organisation = Organisation(
        kind=kind, name_en=name, name_dz=name_dz, gewog=gewog, parent=parent, is_demonstration=is_demonstration
    )
    refuse_unfit(organisation)
    refuse_parent(organisation)
    save(organisation)
    audit.record("organisation:founded", subject=organisation, by=by)
    return organisation


@transaction.atomic
def change(*, organisation, version, answers, by):
    """Keep the answers, which are fields by name, if the organisation still stands as it did in that version.

    Raises: ValidationError where somebody else changed it meanwhile, where it is closed, for a name that its gewog has
    already, and for a place below itself.
    """
    lock_tree()
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    refuse_unseen(held, version)
    if held.closed_at:
        raise ValidationError(_("This organisation is closed."))
    said = {field: answers[field] or None for field in CHANGEABLE if field in answers}  # a blank is as good as none
    changed = [field for field, answer in said.items() if (getattr(held, field) or None) != answer]
    for field in changed:
        setattr(held, field, said[field])
    if changed:
        refuse_unfit(held)
        refuse_parent(held)
        held.version += 1
        save(held)
        audit.record("organisation:changed", subject=held, by=by, reason=" ".join(changed))
    return held


@transaction.atomic
def close(*, organisation, reason, by):
    """Nobody is appointed here any more; all that happened here stays. Closed again, it stays closed as it was.

    Raises: ValidationError while somebody holds a role here, or an organisation below is open.
    """
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if held.closed_at:
        return held
    if held.children.open().exists():
        raise ValidationError(_("There are open organisations below this one. Close or move them first."))
    if held.memberships.current().exists():
        raise ValidationError(_("People hold roles here. End their roles first."))
    held.closed_at, held.closed_reason, held.version = timezone.now(), reason, held.version + 1
    held.save(update_fields=["closed_at", "closed_reason", "version"])
    audit.record(
        "organisation:closed", subject=held, by=by
    )  # the reason may name somebody, and the record never forgets
    return held


def refuse_unfit(organisation):
    """Raises ValidationError for what is no organisation, and for a name given twice in a place."""
    organisation.full_clean(validate_constraints=False)
    same = Organisation.objects.filter(name_en=organisation.name_en, gewog=organisation.gewog)
    if same.exclude(pk=organisation.pk).exists():
        raise ValidationError(TWICE)


def save(organisation):
    """Keep it. Raises ValidationError where another of its name came at the same moment."""
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError:
        raise ValidationError(TWICE) from None


def refuse_parent(organisation):
    """Lock the body above, so that it does not close meanwhile. Raises ValidationError for an impossible one."""
    if organisation.parent is None:
        return
    if Organisation.objects.select_for_update(no_key=True).get(pk=organisation.parent.pk).closed_at:
        raise ValidationError({"parent": _("The body above is closed. Choose another one.")})
    if organisation.pk and Organisation.objects.within([organisation.pk]).filter(pk=organisation.parent.pk).exists():
        raise ValidationError({"parent": _("This body lies below the organisation itself. Choose another one.")})


def lock_tree():
    """Of two changes at the same moment the second waits, so that no two organisations end up below each other.

    Taken before any row is locked, or the two would wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('people.organisations.tree'))")
