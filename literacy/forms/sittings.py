"""What officers and invigilators type about sittings."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.dzongkha.digits import to_ascii_digits
from intelligent_bhutan.form_fields import DatePartsField
from intelligent_bhutan.people.models import Membership, User
from literacy.models import Candidate, Centre, Cohort, Domain


class PlanForm(forms.Form):
    """Where, when, what."""

    centre = forms.ModelChoiceField(Centre.objects.working(), label=_("Centre"), empty_label=_("Choose a centre"))
    day = DatePartsField(label=_("Date"))
    hour = forms.TypedChoiceField(
        label=_("Begins at"), coerce=int, choices=[(hour, f"{hour}:00") for hour in range(7, 19)], initial=9
    )
    hours = forms.TypedChoiceField(
        label=_("How many hours"), coerce=int, choices=[(hours, str(hours)) for hours in range(1, 9)], initial=4
    )
    domains = forms.ModelMultipleChoiceField(
        Domain.objects.all(), label=_("What is examined"), widget=forms.CheckboxSelectMultiple
    )

    def times(self):
        """Start and end in Thimphu's time."""
        start = datetime.combine(self.cleaned_data["day"], time(self.cleaned_data["hour"]))
        start = timezone.make_aware(start)
        return start, start + timedelta(hours=self.cleaned_data["hours"])


class AssignForm(forms.Form):
    """Who invigilates."""

    invigilator = forms.ModelChoiceField(User.objects.none(), label=_("Invigilator"), empty_label=_("Choose a person"))

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        holders = Membership.objects.current().filter(role=Membership.Role.INVIGILATOR)
        self.fields["invigilator"].queryset = User.objects.filter(memberships__in=holders).distinct()


class RegisterForm(forms.Form):
    """A cohort whose people come."""

    cohort = forms.ModelChoiceField(Cohort.objects.all(), label=_("Class"), empty_label=_("Choose a class"))


class RegisterPersonForm(forms.Form):
    """One person, who may have learnt alone."""

    username = forms.CharField(
        label=_("User name"),
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_username(self):
        """The person of this name."""
        person = User.objects.filter(username=self.cleaned_data["username"].lower(), is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("Nobody has this user name. Ask the person how it is written."))
        return person


class AdmitForm(forms.Form):
    """How the invigilator knew the person."""

    evidence = forms.ChoiceField(
        label=_("How do you know this person?"), choices=Candidate.Evidence.choices, widget=forms.RadioSelect
    )
    number = forms.CharField(label=_("Number on the card"), max_length=40, required=False)
    first_witness = forms.CharField(label=_("First witness"), max_length=160, required=False)
    second_witness = forms.CharField(label=_("Second witness"), max_length=160, required=False)
    extra_minutes = forms.IntegerField(label=_("Extra minutes"), min_value=0, max_value=120, required=False)

    def found(self):
        """What the invigilator saw, as `admit` takes it."""
        seen = self.cleaned_data
        return {
            "evidence": seen["evidence"],
            "number": seen["number"],
            "witnesses": (seen["first_witness"], seen["second_witness"]),
            "extra_minutes": seen["extra_minutes"],
        }

    def clean_number(self):
        """Digits alone, whichever script and spacing they came in."""
        return "".join(filter(str.isdecimal, to_ascii_digits(self.cleaned_data["number"])))

    def clean_extra_minutes(self):
        """None means none."""
        return self.cleaned_data["extra_minutes"] or 0


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class IncidentForm(forms.Form):
    """What happened, and to whom."""

    text = forms.CharField(label=_("What happened?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    minutes_lost = forms.IntegerField(
        label=_("Minutes lost"), help_text=_("They are given back."), min_value=0, max_value=120, initial=0
    )
    candidate = forms.ModelChoiceField(
        Candidate.objects.none(), label=_("Whom it concerns"), required=False, empty_label=_("Everyone in the room")
    )

    def __init__(self, *arguments, sitting, **named):
        super().__init__(*arguments, **named)
        self.fields["candidate"].queryset = sitting.candidates.filter(state=Candidate.State.ADMITTED).select_related(
            "citizen"
        )
        self.fields["candidate"].label_from_instance = lambda candidate: f"{candidate.seat}. {candidate.citizen}"
