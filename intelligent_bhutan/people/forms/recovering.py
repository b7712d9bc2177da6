"""What is asked of those who get back in, of who helps them, and about corrections."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan import typed_codes
from intelligent_bhutan.form_fields import DatePartsField
from intelligent_bhutan.people import scans
from intelligent_bhutan.people.forms.about_me import (
    CARD_NAME,
    PhoneField,
    PlaceSelect,
    gewog_choices,
    gewog_of,
    possible_birthday,
)
from intelligent_bhutan.people.models import Evidence
from intelligent_bhutan.people.phones import e164

GOOD_PASSWORD = _("At least 8 signs. Three words that only you put together are good.")


class DigitsField(forms.CharField):
    """Digits copied from a phone or a slip, Tibetan ones as good as any, spaces and dashes as one likes."""

    def __init__(self, *, length, **kwargs):
        self.length = length
        hints = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=hints), **kwargs)

    def clean(self, value):
        """The digits alone, ASCII. Raises ValidationError for more, fewer, or anything else."""
        bare = typed_codes.bare(super().clean(value))
        if bare and (len(bare) != self.length or not (bare.isascii() and bare.isdecimal())):
            raise forms.ValidationError(_("Look again: there are %(length)s digits.") % {"length": self.length})
        return bare


class ForgottenForm(forms.Form):
    """Who has forgotten the password."""

    login = forms.CharField(
        label=_("User name, phone or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_login(self):
        """As it is looked up and counted: a phone number in one spelling."""
        return e164(self.cleaned_data["login"]) or self.cleaned_data["login"].strip().lower()


class CodeForm(forms.Form):
    """The code that was sent."""

    code = DigitsField(length=6, label=_("Code"), help_text=_("Six digits."))


class SlipForm(forms.Form):
    """The code on the slip from the centre."""

    slip = DigitsField(length=12, label=_("Number on the slip"), help_text=_("Twelve digits, in three groups."))


class NewPasswordForm(forms.Form):
    """A password, typed once as at sign-up."""

    password = forms.CharField(
        label=_("New password"),
        help_text=GOOD_PASSWORD,
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class MyPhoneForm(forms.Form):
    """The number to which a code is sent."""

    phone = PhoneField(label=_("Phone"), help_text=_("A number such as 17 12 34 56."))


class FindPersonForm(forms.Form):
    """Who stands there: by the number on the card, else by all three that nobody knows by chance."""

    number = DigitsField(length=11, label=_("Number on the card"), help_text=_("Eleven digits."))
    full_name = forms.CharField(label=_("Full name"), max_length=240, required=False)
    date_of_birth = DatePartsField(label=_("Date of birth"), required=False)
    gewog = forms.TypedChoiceField(
        label=_("Gewog"), choices=gewog_choices, widget=PlaceSelect, coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].required = not self.data.get("full_name")

    def clean(self):
        """A number, or name, birth date and gewog together."""
        given = super().clean()
        all_three = given.get("full_name") and given.get("date_of_birth") and given.get("gewog")
        if not self.errors and not given["number"] and not all_three:
            raise forms.ValidationError(_("Write the number on the card, or else name, birth date and gewog."))
        return given


class SeenForm(forms.Form):
    """What an officer was shown."""

    evidence = forms.ChoiceField(label=_("What did you see?"), choices=Evidence.choices, widget=forms.RadioSelect)
    first_witness = forms.CharField(label=_("First witness"), max_length=120, required=False)
    second_witness = forms.CharField(label=_("Second witness"), max_length=120, required=False)
    remark = forms.CharField(
        label=_("Remark"), max_length=400, required=False, help_text=_("What the second person should know.")
    )

    def seen(self):
        """The evidence as actions take it."""
        given = self.cleaned_data
        witnesses = (given["first_witness"], given["second_witness"])
        return {"evidence": given["evidence"], "witnesses": witnesses, "remark": given["remark"]}


class RecoveryForm(SeenForm):
    """A person at the centre gets back in."""

    facts_differ = forms.BooleanField(label=_("The card shows another name or birth date"), required=False)
    drops = forms.MultipleChoiceField(
        label=_("What has the person lost, or never had?"),
        choices=[
            ("drops_phone", _("The phone number on the account")),
            ("drops_email", _("The e-mail on the account")),
            ("drops_factors", _("The second step: code app, passkey and recovery codes")),
        ],
        help_text=_("It is taken off the account. Leave this empty for a forgotten password or PIN."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].choices = [
            (Evidence.CARD, Evidence.CARD.label),
            (Evidence.WITNESSES, Evidence.WITNESSES.label),
        ]


class CorrectionForm(forms.Form):
    """What is right; what stands there already is left as it is."""

    full_name = forms.CharField(label=_("Full name"), help_text=CARD_NAME, max_length=120)
    full_name_dz = forms.CharField(label=_("Full name in Dzongkha"), max_length=240, required=False)
    date_of_birth = DatePartsField(label=_("Date of birth"), required=False)
    gewog = forms.TypedChoiceField(
        label=_("Gewog"), choices=gewog_choices, widget=PlaceSelect, coerce=int, required=False, empty_value=None
    )
    reason = forms.CharField(
        label=_("What is wrong, and what will you show for it?"),
        help_text=_("Such as: my card says Lhamo, not Lhamu. I bring the card."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data=None, *, person):
        names = ("full_name", "full_name_dz", "date_of_birth")
        super().__init__(data, initial={name: getattr(person, name) for name in names} | gewog_of(person))

    def clean_date_of_birth(self):
        """A date that a living person can have."""
        return possible_birthday(self.cleaned_data["date_of_birth"])

    def changes(self):
        """The facts as fields of a person."""
        given = dict(self.cleaned_data)
        del given["reason"]
        if given["date_of_birth"] is None:
            del given["date_of_birth"]
        return given | {"gewog_id": given.pop("gewog")}


class EvidenceForm(SeenForm):
    """What proves a correction, with a picture of it where there is one."""

    scan = forms.FileField(
        label=_("Picture of it"),
        help_text=_("JPEG, PNG or PDF, at most 2 MB. It is kept under lock, and goes some weeks after the decision."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )

    def clean_scan(self):
        """The bytes and what they are, or None. Raises ValidationError for what is too large or something else."""
        sent = self.cleaned_data["scan"]
        if sent is None:
            return None
        if sent.size > scans.MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB. Make the picture smaller."))
        content = sent.read()
        if not (media_type := scans.media_type_of(content)):
            raise forms.ValidationError(_("This is neither JPEG nor PNG nor PDF. Take a picture of it."))
        return content, media_type
