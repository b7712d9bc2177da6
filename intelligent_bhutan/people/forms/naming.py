"""Naming somebody by user name."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.queries.finding import with_username

PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class PersonField(forms.CharField):
    """A user name; cleans to the person, who has an open account, or to None where it may be left out."""

    default_error_messages = {"nobody": _("Nobody has this user name. Ask the person how it is written.")}

    def __init__(self, **named):
        usual = {"label": _("User name"), "max_length": 32, "widget": forms.TextInput(attrs=PLAIN)}
        super().__init__(**usual | named)

    def clean(self, value):
        """The person. Raises ValidationError for nobody."""
        text = super().clean(value)
        person = with_username(text) if text else None
        if text and person is None:
            raise ValidationError(self.error_messages["nobody"], code="nobody")
        return person
