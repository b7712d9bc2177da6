"""What a person tells of themselves."""

from allauth.account.fields import PhoneField as E164Field
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.form_fields import DatePartsField
from intelligent_bhutan.people.actions import consent
from intelligent_bhutan.people.models import Consent, User
from intelligent_bhutan.people.phones import e164
from intelligent_bhutan.people.queries.consent import is_child, notice_in_force
from intelligent_bhutan.people.queries.finding import with_proven_phone
from intelligent_bhutan.places.models import Gewog
from intelligent_bhutan.templatetags.dzongkha import stands_in_english

OLDEST, YOUNGEST = 120, 5
CARD_NAME = _("As on your card. It is printed on your certificate.")


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


class AgreementForm(forms.Form):
    """The box to tick below what is kept and why; for a child, who ticks it."""

    guardian_name = forms.CharField(
        label=_("Name of your parent or guardian"), max_length=120, help_text=_("They read this with you and agree.")
    )
    guardian_relation = forms.ChoiceField(
        label=_("Who are they to you?"), choices=[("", "–"), *Consent.Relation.choices], required=True
    )
    agreed = forms.BooleanField(
        error_messages={"required": _("Tick the box if you agree. Without it we keep nothing.")}
    )

    def ask_for(self, notice, child):
        """Ask what this notice needs: nothing where there is none, and no guardian of somebody who is of age."""
        if not child or notice is None:
            del self.fields["guardian_name"], self.fields["guardian_relation"]
        if notice is None:
            del self.fields["agreed"]
        else:
            self.fields["agreed"].label = sentence(notice, child)
            self.fields["agreed"].widget.attrs["value"] = str(notice.public_id)

    def clean_agreed(self):
        """The box says which text stood beside it. Raises ValidationError where another one holds since then."""
        sent, asked = self.data.get("agreed"), self.fields["agreed"].widget.attrs.get("value")
        if asked and sent not in (asked, "on"):
            raise ValidationError(_("There is a newer text. Read it and agree again."))
        return self.cleaned_data["agreed"]

    def guardian(self):
        """Who agrees for a child, as the action takes it; empty otherwise."""
        names = ("guardian_name", "guardian_relation")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def sentence(notice, child):
    """The one sentence beside the box."""
    words = _("We are the child and the guardian, and we agree: %(what)s") if child else "%(what)s"
    return words % {"what": notice.short or notice.version}


class ProfileForm(AboutMe, AgreementForm):
    """Asked at sign-up, after user name and password; works as allauth's sign-up form class too.

    A guardian is asked for once the date of birth says that this is a child, so that nobody else meets the question.
    """

    date_of_birth = DatePartsField(label=_("Date of birth"))
    # what must be said comes first; the lists are set to something already
    field_order = (
        "username", "password1", "full_name", "date_of_birth", "gewog", "audience", "gender", "spoken_language",
        "email", "phone", "guardian_name", "guardian_relation", "agreed",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.notice = notice_in_force()
        self.ask_for(self.notice, self.is_of_a_child())
        if self.notice:
            words, read = self.fields["agreed"].label, _("Read all of it")
            link = '{} <a href="{}" target="_blank">{}</a>'
            self.fields["agreed"].label = format_html(link, words, self.notice.get_absolute_url(), read)

    def is_of_a_child(self):
        """Whether the date of birth that came says so."""
        field = self.fields["date_of_birth"]
        try:
            sent = field.widget.value_from_datadict(self.data, self.files, self.add_prefix("date_of_birth"))
            return is_child(User(date_of_birth=field.clean(sent)))
        except ValidationError:
            return False

    def clean_date_of_birth(self):
        """A date that a living person can have."""
        return possible_birthday(self.cleaned_data["date_of_birth"])

    def clean(self):
        """A phone that somebody has proven to be theirs opens one account."""
        given = super().clean()
        if with_proven_phone(given.get("phone")):
            self.add_error("phone", _("Another account has this phone number. Use another one."))
        return given

    def tell(self, request, user):
        """Put what was told on a person who is not saved yet."""
        for field in ("full_name", "date_of_birth", "gender", "audience", "spoken_language"):
            setattr(user, field, self.cleaned_data[field])
        user.gewog_id = self.cleaned_data["gewog"]
        user.language = "dz" if getattr(request, "LANGUAGE_CODE", "en") == "dz" else "en"

    def signup(self, request, user):
        """allauth asks for this after the person is saved: keep that they agreed to what stood beside the box."""
        if self.notice:
            consent.give(person=user, notice=self.notice, **self.guardian(), by=user)


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
                self.fields[name].help_text = ""  # the page says above them all why

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
