"""Refusing what a person can mend: an action raises a sentence, a form says it."""

from django.core.exceptions import ValidationError


def refuse(so, sentence):
    """Raises: ValidationError with the sentence where it is so."""
    if so:
        raise ValidationError(sentence)


def say(form, refusal):
    """Each sentence at its field where the form has it, else above them all: an action knows no forms."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, ValidationError(errors))
