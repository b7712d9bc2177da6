"""What a person tells of themselves."""

from allauth.account.fields import PhoneField as E164Field
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.dzongkha import to_ascii_digits
from intelligent_bhutan.form_fields import DatePartsField
from intelligent_bhutan.people import scans
from intelligent_bhutan.people.models import Evidence, User
from intelligent_bhutan.people.phones import e164
from intelligent_bhutan.places.models import Gewog
from intelligent_bhutan.templatetags.dzongkha import stands_in_english

OLDEST, YOUNGEST = 120, 5
CARD_NAME = _("As on your card. It is printed on your certificate.")
PASSED_UNDER_IT = _("You have passed under it, so it cannot be changed here. Ask for a correction if it is wrong.")


def gewog_choices():
    """Gewogs under their dzongkhags, in the page's language; the empty one first."""
    groups = {}
    for gewog in Gewog.objects.select_related("dzongkhag").order_by("dzongkhag__name", "name"):
        groups.setdefault(str(gewog.dzongkhag), []).append((gewog.pk, str(gewog)))
    return [("", "–"), *groups.items()]


class PlaceSelect(forms.Select):
    """Marks a place's English name where it stands in for the Dzongkha one, as `{% text %}` does on pages."""

    def create_option(self, name, value, label, *args, **kwargs):
        """One choice, with its language where that is not the page's."""
        option = super().create_option(name, value, label, *args, **kwargs)
        if value and stands_in_english(label):
            option["attrs"]["lang"] = "en"
        return option


class PhoneField(E164Field):
    """A phone number as people write it, with or without Bhutan's code; cleans to E.164."""

    default_error_messages = {"invalid": _("Write a phone number such as 17 12 34 56.")}

    def __init__(self, **kwargs):
        super().__init__(validators=[], **kwargs)

    def to_python(self, value):
        """The number in E.164. Raises ValidationError for what is no phone number."""
        text = super().to_python(value)
        if text and not e164(text):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return e164(text) if text else text


def possible_birthday(born):
    """The date, or None for none. Raises ValidationError where nobody alive can be that old or that young."""
    if born and not YOUNGEST <= timezone.localdate().year - born.year <= OLDEST:
        raise forms.ValidationError(_("Look at the year again."))
    return born


class AboutMe(forms.Form):
    """What everybody is asked, at sign-up and later."""

    full_name = forms.CharField(label=_("Full name"), help_text=CARD_NAME, max_length=120)
    gender = forms.ChoiceField(label=_("Gender"), choices=User.Gender.choices, initial=User.Gender.UNSAID)
    audience = forms.ChoiceField(label=_("What are you?"), choices=User.Audience.choices, initial=User.Audience.PUBLIC)
    gewog = forms.TypedChoiceField(
        label=_("Gewog"),
        help_text=_("Where you are registered."),
        choices=gewog_choices,
        widget=PlaceSelect,
        coerce=int,
        required=False,
        empty_value=None,
    )
    spoken_language = forms.ChoiceField(
        label=_("Language you speak"), choices=User.SpokenLanguage.choices, initial=User.SpokenLanguage.DZONGKHA
    )


class ProfileForm(AboutMe):
    """Asked at sign-up, after user name and password; works as allauth's sign-up form class too."""

    date_of_birth = DatePartsField(label=_("Date of birth"))
    # what must be said comes first; the lists are set to something already
    field_order = ("username", "password1", "full_name", "date_of_birth", "gewog", "audience", "gender")

    def clean_date_of_birth(self):
        """A date that a living person can have."""
        return possible_birthday(self.cleaned_data["date_of_birth"])

    def clean(self):
        """A phone that somebody has proven to be theirs opens one account."""
        given = super().clean()
        if given.get("phone") and User.objects.filter(phone=given["phone"], phone_verified=True).exists():
            self.add_error("phone", _("Another account has this phone number. Use another one."))
        return given

    def tell(self, request, user):
        """Put what was told on a person who is not saved yet."""
        for field in ("full_name", "date_of_birth", "gender", "audience", "spoken_language"):
            setattr(user, field, self.cleaned_data[field])
        user.gewog_id = self.cleaned_data["gewog"]
        user.language = "dz" if getattr(request, "LANGUAGE_CODE", "en") == "dz" else "en"

    def signup(self, request, user):
        """allauth asks for this after the person is saved; all was told before."""


class DetailsForm(AboutMe):
    """What a person changes about themselves; name, birth date and gewog only until they have passed something."""

    full_name_dz = forms.CharField(label=_("Full name in Dzongkha"), max_length=240, required=False)
    date_of_birth = DatePartsField(label=_("Date of birth"), required=False)
    disability = forms.ChoiceField(label=_("Do you have a disability?"), choices=User.Disability.choices)
    language = forms.ChoiceField(label=_("Language of the pages"), choices=User._meta.get_field("language").choices)
    phone = PhoneField(
        label=_("Phone"), required=False, help_text=_("You can sign in with it. A number such as 17 12 34 56.")
    )
    field_order = (
        "full_name",
        "full_name_dz",
        "date_of_birth",
        "gewog",
        "audience",
        "gender",
        "disability",
        "language",
        "spoken_language",
        "phone",
    )

    def __init__(self, data=None, *, person, has_passed):
        super().__init__(data, initial={name: getattr(person, name) for name in self.base_fields} | gewog_of(person))
        if has_passed:
            for name in ("full_name", "full_name_dz", "date_of_birth", "gewog"):
                self.fields[name].disabled = True
                self.fields[name].help_text = PASSED_UNDER_IT

    def clean_date_of_birth(self):
        """A date that a living person can have."""
        return possible_birthday(self.cleaned_data["date_of_birth"])

    def answers(self):
        """The clean answers as fields of a person; no phone is None."""
        given = dict(self.cleaned_data)
        if given["date_of_birth"] is None:  # nobody is without one: a blank changes nothing
            del given["date_of_birth"]
        return given | {"gewog_id": given.pop("gewog"), "phone": given["phone"] or None}


def gewog_of(person):
    """The gewog as the form knows it: by its number."""
    return {"gewog": person.gewog_id}


class DigitsField(forms.CharField):
    """Digits copied from a phone or a slip, Tibetan ones as good as any, spaces and dashes as one likes."""

    def __init__(self, *, length, **kwargs):
        self.length = length
        hints = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=hints), **kwargs)

    def clean(self, value):
        """The digits alone, ASCII. Raises ValidationError for more, fewer, or anything else."""
        bare = "".join(to_ascii_digits(super().clean(value)).replace("-", " ").replace("་", " ").split())
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
        help_text=_("At least 8 signs. Three words that only you put together are good."),
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


class DecisionForm(forms.Form):
    """Yes, or no with a reason."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed where you refuse. The person reads it."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
