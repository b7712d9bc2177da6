"""allauth's forms in words that people use. Apart from `forms`, which allauth's own forms import."""

from allauth.account.forms import AddEmailForm, ChangePasswordForm, LoginForm, SetPasswordForm, SignupForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.forms.recovering import GOOD_PASSWORD


class SignInForm(LoginForm):
    """allauth's form with our questions; the way to a new password stands below the button."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, remember = self.fields["login"], self.fields["remember"]
        name.label, name.widget.attrs["autocomplete"] = _("User name, phone or e-mail"), "username"
        self.fields["password"].help_text = ""
        remember.label = _("Keep me signed in on this phone")
        remember.help_text = _("Only on a phone that nobody else uses. Otherwise you are signed out when you close it.")


def ask_for_new_password(form):
    """A password and the same once more."""
    first, second = form.fields["password1"], form.fields["password2"]
    first.label, first.help_text, second.label = _("New password"), GOOD_PASSWORD, _("The same once more")


class AccountForm(SignupForm):
    """An account of one's own: a name and a password, then who one is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, password = self.fields["username"], self.fields["password1"]
        name.label, name.help_text = _("User name"), _("You sign in with it. Letters and digits, such as tashidema.")
        password.help_text = GOOD_PASSWORD


class OtherPasswordForm(ChangePasswordForm):
    """Another password, by whoever knows the one in use."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_for_new_password(self)
        self.fields["oldpassword"].label = _("The password that you have now")
        self.fields["oldpassword"].help_text = ""


class FirstPasswordForm(SetPasswordForm):
    """A password for whoever had none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_for_new_password(self)


class EmailForm(AddEmailForm):
    """An e-mail that is to be confirmed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")


class CodeAppForm(ActivateTOTPForm):
    """The code that the app shows, as proof that it works."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code that the app shows")


class PasskeyForm(AddWebAuthnForm):
    """What a passkey is called, and whether it opens the account alone."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.help_text = _("What do you call it?"), _("Such as: my phone.")
        alone.label = _("It opens my account without a password")
        alone.help_text = _("Leave this empty for a key that is only your second step.")
