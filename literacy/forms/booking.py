"""What people type about seats: who came without one, and where a class is to be examined."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.dzongkha import to_ascii_digits
from intelligent_bhutan.form_fields import DatePartsField
from intelligent_bhutan.people.forms.naming import PLAIN
from intelligent_bhutan.people.phones import e164
from intelligent_bhutan.people.queries.finding import with_proven_phone, with_username
from literacy.models import Centre, Enrolment
from literacy.queries.cohorts import with_code


class WalkInForm(forms.Form):
    """Who came: by user name or phone, or by class code and roll number."""

    name = forms.CharField(
        label=_("User name or phone number"), max_length=40, required=False, widget=forms.TextInput(attrs=PLAIN)
    )
    code = forms.CharField(
        label=_("Class code"),
        help_text=_("It stands on the person's card."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    roll_number = forms.CharField(
        label=_("Roll number"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean(self):
        """The person as `citizen`. Raises ValidationError where nobody is meant, or nobody found."""
        typed = super().clean()
        if not typed.get("name") and not typed.get("code"):
            raise forms.ValidationError(_("Write a user name or phone number, or the class code and roll number."))
        typed["citizen"] = by_name(typed["name"]) if typed.get("name") else by_card(typed["code"], typed["roll_number"])
        if typed["citizen"] is None:
            raise forms.ValidationError(_("Nobody is found by this. Ask the person how it is written."))
        return typed


def by_name(text):
    """The person of this user name, or with this verified phone."""
    return with_proven_phone(e164(text)) or with_username(text)


def by_card(code, roll_number):
    """The learner under this roll number of the class."""
    number = to_ascii_digits(roll_number).strip(" ་")
    if not number.isdecimal() or len(number) > 7:
        return None
    enrolments = Enrolment.objects.filter(cohort=with_code(code), roll_number=int(number), left_at=None)
    found = enrolments.filter(citizen__is_active=True).select_related("citizen").first()
    return found and found.citizen


class BatchesForm(forms.Form):
    """Where a class is to be examined, and from when on."""

    centre = forms.ModelChoiceField(
        Centre.objects.working(), label=_("Centre"), empty_label=_("Choose a centre"), to_field_name="public_id"
    )
    first_day = DatePartsField(label=_("From which day on"))

    @classmethod
    def first(cls):
        """The form before anything was asked: from tomorrow on."""
        return cls(initial={"first_day": timezone.localdate() + timedelta(days=1)})

    def address(self):
        """What was asked, as the parts of an address."""
        day = self.cleaned_data["first_day"]
        parts = {f"first_day_{number}": part for number, part in enumerate((day.day, day.month, day.year))}
        return {"centre": self.cleaned_data["centre"].public_id, **parts}
