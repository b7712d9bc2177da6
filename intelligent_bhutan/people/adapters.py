"""Where allauth asks the portal: phones in E.164, secrets encrypted at rest."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils import translation
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan import notices, sealing
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.people.actions import limits
from intelligent_bhutan.people.forms import PhoneField
from intelligent_bhutan.people.notices.account import WELCOME
from intelligent_bhutan.people.phones import e164
from intelligent_bhutan.people.queries.finding import with_proven_phone

WHY_A_PHONE = _("You can sign in with it, and we send short messages to it. Leave it out if you want none.")


class AccountAdapter(DefaultAccountAdapter):
    """Phones live on the person; user names are small letters."""

    def clean_username(self, username, shallow=False):
        return super().clean_username(username.lower(), shallow)

    def authenticate(self, request, **credentials):
        """Whose password it is, or None. Tries are counted in the database before the password is looked at.

        allauth counts in the cache as well, which may be away. Raises: ValidationError during a pause.
        """
        key = limits.of_login(name_in(credentials))
        if not limits.take(key):
            raise self.validation_error("too_many_login_attempts")
        person = super().authenticate(request, **credentials)
        if person is not None:
            limits.forget(key)
        return person

    def save_user(self, request, user, form, commit=True):
        """One who signs up has a name from the first row on: the database keeps nobody without."""
        if hasattr(form, "tell"):
            form.tell(request, user)
        saved = super().save_user(request, user, form, commit)
        if saved.pk:
            notices.tell(person=saved, kind=WELCOME, once="")
        return saved

    def get_phone(self, user):
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user, phone, verified):
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user, phone):
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone):
        """Whose phone it is beyond doubt: a number that nobody has proven keeps no other from it."""
        return with_proven_phone(e164(phone))

    def phone_form_field(self, **kwargs):
        return PhoneField(**{"help_text": WHY_A_PHONE} | kwargs)

    def render_mail(self, template_prefix, email, context, headers=None):
        """A Dzongkha subject has the English one beside it: many mail programs show a list without the font."""
        letter = super().render_mail(template_prefix, email, context, headers)
        if get_language() == "dz":
            with translation.override("en"):
                english = super().render_mail(template_prefix, email, context).subject
            if letter.subject != english:
                letter.subject = f"{letter.subject} – {english}"
        return letter

    def send_verification_code_sms(self, user, phone, code, **kwargs):
        """The portal's own pages verify phones: allauth would keep the code in clear in the session."""

    def send_unknown_account_sms(self, phone, **kwargs):
        """As above: whoever has no account is told nothing."""


def name_in(credentials):
    """Who somebody says they are: a phone number in one spelling, since it may be written in a thousand."""
    if number := e164(credentials.get("phone") or ""):
        return number
    return next((credentials[one] for one in ("username", "email", "phone") if credentials.get(one)), "")


class MFAAdapter(DefaultMFAAdapter):
    """allauth keeps one-time-code seeds in clear unless the first two are given."""

    def encrypt(self, text):
        return sealing.encrypt(text, *ring("MFA_KEY")).decode()

    def decrypt(self, encrypted_text):
        return sealing.decrypt(encrypted_text.encode(), *ring("MFA_KEY"))

    def generate_authenticator_name(self, user, type):
        """What a passkey is called by whoever calls it nothing."""
        there = user.authenticator_set.filter(type=type).count()
        return gettext("My passkey %(number)s") % {"number": there + 1} if there else gettext("My passkey")
