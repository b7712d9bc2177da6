"""What officers and invigilators type about sittings."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.dzongkha.digits import to_ascii_digits
from intelligent_bhutan.form_fields import DatePartsField
from intelligent_bhutan.people.forms.naming import PersonField
from intelligent_bhutan.people.models import Membership, User
from literacy import timetables
from literacy.forms.centres import MOST as MOST_SEATS
from literacy.models import Candidate, Centre, Cohort, Domain

MOST_SITTINGS, MOST_A_DAY, LATEST_HOUR = 30, 4, 20
QUARTERS = [f"{hour:02}:{quarter:02}" for hour in range(7, 19) for quarter in (0, 15, 30, 45)]


class TimesForm(forms.Form):
    """When a sitting is; it ends by eight in the evening."""

    day = DatePartsField(label=_("Date"))
    hour = forms.ChoiceField(label=_("Begins at"), choices=[(one, one) for one in QUARTERS], initial="09:00")
    hours = forms.TypedChoiceField(
        label=_("How many hours"), coerce=int, choices=[(hours, str(hours)) for hours in range(1, 9)], initial=4
    )

    def clean(self):
        """The last sitting of a day ends by eight in the evening."""
        cleaned = super().clean()
        if not self.errors and any(not ends_in_time(end) for _start, end in self.all_times()):
            self.add_error("hours", _("The last sitting of the day would end after eight in the evening."))
        return cleaned

    def all_times(self):
        """Start and end of every sitting."""
        return [self.times()]

    def times(self):
        """Start and end in Thimphu's time."""
        start = datetime.combine(self.cleaned_data["day"], time.fromisoformat(self.cleaned_data["hour"]))
        start = timezone.make_aware(start)
        return start, start + timedelta(hours=self.cleaned_data["hours"])


class RescheduleForm(TimesForm):
    """Another time, and why."""

    reason = forms.CharField(label=_("Why?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class SeatsForm(forms.Form):
    """For how many, and who may book."""

    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_SEATS)
    is_public = forms.BooleanField(
        label=_("Anybody may book a seat"),
        help_text=_("If not, only you and coordinators put people in."),
        required=False,
    )


class PlanForm(TimesForm, SeatsForm):
    """Where, when, what, for whom, and how often."""

    centre = forms.ModelChoiceField(Centre.objects.working(), label=_("Centre"), empty_label=_("Choose a centre"))
    domains = forms.ModelMultipleChoiceField(
        Domain.objects.all(), label=_("What is examined"), widget=forms.CheckboxSelectMultiple
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        help_text=_("If you write nothing: as many as the centre has seats and devices for."),
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
    )
    times_over = forms.IntegerField(
        label=_("How many sittings like this"), min_value=1, max_value=MOST_SITTINGS, initial=1, required=False
    )
    a_day = forms.IntegerField(
        label=_("How many of them a day"),
        help_text=_("The next days follow by themselves."),
        min_value=1,
        max_value=MOST_A_DAY,
        initial=1,
        required=False,
    )
    pause = forms.TypedChoiceField(
        label=_("Break between them"),
        coerce=int,
        choices=[(minutes, _("%(n)s minutes") % {"n": minutes}) for minutes in (0, 15, 30, 60)],
        initial=30,
        required=False,
        empty_value=30,
    )
    field_order = ("centre", "day", "hour", "hours", "domains", "seats", "is_public")

    def all_times(self):
        """Start and end of every sitting."""
        start, end = self.times()
        asked = self.cleaned_data
        return timetables.repeated(
            start,
            end - start,
            times=asked["times_over"] or 1,
            a_day=asked["a_day"] or 1,
            pause=timedelta(minutes=asked["pause"]),
        )

    def what(self):
        """What all of them have in common, as `plan` takes it."""
        return {name: self.cleaned_data[name] for name in ("centre", "domains", "seats", "is_public")}


def ends_in_time(end):
    """Whether a sitting that ends then is over by eight in the evening of its day."""
    end = timezone.localtime(end)
    return (7, 0) < (end.hour, end.minute) <= (LATEST_HOUR, 0)


class AssignForm(forms.Form):
    """Who invigilates."""

    invigilator = forms.ModelChoiceField(User.objects.none(), label=_("Invigilator"), empty_label=_("Choose a person"))

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        holders = Membership.objects.current().filter(role=Membership.Role.INVIGILATOR)
        self.fields["invigilator"].queryset = User.objects.filter(memberships__in=holders, is_active=True).distinct()


class RegisterForm(forms.Form):
    """A cohort whose people come."""

    cohort = forms.ModelChoiceField(Cohort.objects.all(), label=_("Class"), empty_label=_("Choose a class"))


class RegisterPersonForm(forms.Form):
    """One person, who may have learnt alone."""

    username = PersonField()


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
