"""Refusing what a person can mend: an action raises a sentence, a form says it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def refuse(so, sentence):
    """Raises: ValidationError with the sentence where it is so."""
    if so:
        raise ValidationError(sentence)


def refuse_unseen(held, version):
    """Of two who change a thing at once one is told. Raises: ValidationError where it is in this version no more."""
    refuse(
        held.version != version,
        _("Somebody else changed this meanwhile. Look at how it stands now, then change it."),
    )


def say(form, refusal):
    """Each sentence at its field where the form has it, else above them all: an action knows no forms."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, ValidationError(errors))
