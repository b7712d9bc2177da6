"""What officers and those who keep a centre type about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.dzongkha import to_ascii_digits
from intelligent_bhutan.people.forms import PhoneField, PlaceSelect, gewog_choices
from intelligent_bhutan.people.models import Organisation, User
from intelligent_bhutan.places.models import Gewog
from literacy import hours
from literacy.models import Centre, OpeningHours
from literacy.models.centre import EAST, NORTH, SOUTH, WEST

MOST = 500  # seats or devices: more was mistyped
NO_HOURS = _("%(day)s: write hours such as 9:00-12:00, 13:00-17:00, or leave the day empty.")
NOT_HERE = _("This is no position in Bhutan. Write it as a map shows it, such as 27.4712, 89.6339.")


class DailyForm(forms.Form):
    """What changes from time to time, and whoever keeps the centre knows best. `version` is the one that was seen."""

    admission = forms.ChoiceField(
        label=_("Who may come?"), choices=Centre.Admission.choices, initial=Centre.Admission.PUBLIC
    )
    phone = PhoneField(label=_("Phone"), required=False, help_text=_("A number such as 17 12 34 56."))
    email = forms.EmailField(label=_("E-mail"), required=False)
    devices = forms.IntegerField(
        label=_("Devices"),
        help_text=_("Computers, tablets and phones on which people can be examined."),
        min_value=0,
        max_value=MOST,
        required=False,
    )
    link = forms.ChoiceField(label=_("Internet"), choices=Centre.Link.choices, initial=Centre.Link.UNKNOWN)
    closed_days_en = forms.CharField(
        label=_("Closed days, in English"),
        help_text=_("Such as: closed on public holidays, and in the week of the tshechu."),
        max_length=300,
        required=False,
    )
    closed_days_dz = forms.CharField(label=_("Closed days, in Dzongkha"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CentreForm(DailyForm):
    """All that is said of a centre: the programme officer's."""

    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    name_dz = forms.CharField(label=_("Name in Dzongkha"), max_length=120, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label=_("Who keeps it?"), empty_label=_("Choose an organisation")
    )
    gewog = forms.TypedChoiceField(label=_("Gewog"), choices=gewog_choices, widget=PlaceSelect, coerce=int)
    address_en = forms.CharField(
        label=_("Address in English"), help_text=_("How people find the door."), max_length=200, required=False
    )
    address_dz = forms.CharField(label=_("Address in Dzongkha"), max_length=200, required=False)
    position = forms.CharField(
        label=_("Position on the map"),
        help_text=_("Latitude and longitude, such as 27.4712, 89.6339."),
        max_length=40,
        required=False,
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST, initial=20)
    step_free = forms.ChoiceField(
        label=_("Can one get in without steps?"), choices=Centre.StepFree.choices, initial=Centre.StepFree.UNKNOWN
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        choices=User.SpokenLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = (
        "name_en", "name_dz", "organisation", "gewog", "address_en", "address_dz", "position", "seats", "devices",
        "link", "step_free", "languages", "admission", "phone", "email", "closed_days_en", "closed_days_dz",
    )  # fmt: skip

    def clean_gewog(self):
        """The place itself."""
        return Gewog.objects.get(pk=self.cleaned_data["gewog"])

    def clean_position(self):
        """Latitude and longitude as numbers within Bhutan, or two Nones."""
        typed = to_ascii_digits(self.cleaned_data["position"]).replace(",", " ").split()
        if not typed:
            return None, None
        try:
            latitude, longitude = (round(float(number), 5) for number in typed)
        except ValueError:
            raise forms.ValidationError(NOT_HERE) from None
        if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
            raise forms.ValidationError(NOT_HERE)
        return latitude, longitude


def facts_of(form):
    """The clean answers as the actions take them, the version apart."""
    facts = dict(form.cleaned_data)
    version = facts.pop("version")
    if "position" in facts:
        facts["latitude"], facts["longitude"] = facts.pop("position")
    return version, facts


def said_of(centre):
    """What a form begins with."""
    said = {name: getattr(centre, name) for name in CentreForm.base_fields if hasattr(centre, name)}
    said |= {"gewog": centre.gewog_id, "position": ", ".join(f"{degrees:.5f}" for degrees in centre.position or ())}
    return said


class HoursForm(forms.Form):
    """A line for each day of the week, such as "9:00-12:00, 13:00-17:00"."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments, centre, **named):
        kept = {f"day_{day}": "" for day in OpeningHours.Weekday.values}
        for day in OpeningHours.Weekday.values:
            spans = [(span.opens, span.closes) for span in centre.hours.all() if span.weekday == day]
            kept[f"day_{day}"] = hours.written(spans)
        super().__init__(*arguments, initial=kept | {"version": centre.version}, **named)
        for day, label in OpeningHours.Weekday.choices:
            self.fields[f"day_{day}"] = HoursField(label=label, max_length=80, required=False)

    def week(self):
        """The hours of each day, as `set_hours` takes them."""
        return {day: self.cleaned_data[f"day_{day}"] for day in OpeningHours.Weekday.values}


class HoursField(forms.CharField):
    """One day's hours; cleans to spans in order."""

    def clean(self, value):
        """The spans. Raises ValidationError for what cannot be read."""
        try:
            return hours.read(super().clean(value))
        except ValueError:
            raise forms.ValidationError(NO_HOURS, params={"day": self.label}) from None
