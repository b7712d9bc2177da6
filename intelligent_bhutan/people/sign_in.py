"""allauth's forms in words that people use. Apart from `forms`, which allauth's own forms import."""

from allauth.account.forms import LoginForm
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
