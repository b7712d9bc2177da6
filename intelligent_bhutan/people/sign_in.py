"""allauth's forms in words that people use. Apart from `forms`, which allauth's own forms import."""

from allauth.account.forms import ChangePhoneForm, LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """allauth's form with our questions; the way to a new password stands below the button."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, remember = self.fields["login"], self.fields["remember"]
        name.label, name.widget.attrs["autocomplete"] = _("User name, phone or e-mail"), "username"
        del name.widget.attrs["placeholder"]
        self.fields["password"].help_text = ""
        remember.label = _("Keep me signed in on this phone")
        remember.help_text = _("Only on a phone that nobody else uses. Otherwise you are signed out when you close it.")


class NumberForm(ChangePhoneForm):
    """A new phone number; allauth would send a code to one that another account has, and fail at the end."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("Phone")
        self.fields["phone"].help_text = _("A number such as 17 12 34 56.")

    def clean_phone(self):
        """A number that no other account has."""
        phone = super().clean_phone()
        if self.account_already_exists:
            raise forms.ValidationError(_("Another account has this phone number. Use another one."))
        return phone
