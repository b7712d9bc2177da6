"""What trainers type about sessions, and whom they tick."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.form_fields import DatePartsField
from intelligent_bhutan.people.models import Membership, Organisation, User
from intelligent_bhutan.people.rules import Role
from literacy.actions.teaching import MOST_WEEKS
from literacy.models import Attendance, Centre, Lesson
from literacy.queries import teaching as queries

QUARTERS = [f"{hour:02}:{quarter:02}" for hour in range(6, 21) for quarter in (0, 15, 30, 45)]
LENGTHS = [30, 45, 60, 90, 120, 180, 240]
SEVERAL = (2, 3, 4, 5, 6, 8, 10, 12, 16, 20, MOST_WEEKS)
DETAILS = ("taught_by", "spoken_language", "place", "centre", "lessons", "note")
NOW, BEFORE = "is", "was"  # what is chosen, and what the page showed


class SessionForm(forms.Form):
    """When, where, who, what."""

    day = DatePartsField(label=_("Date"))
    hour = forms.ChoiceField(label=_("Begins at"), choices=[(one, one) for one in QUARTERS], initial="09:00")
    minutes = forms.TypedChoiceField(
        label=_("How many minutes"), coerce=int, choices=[(one, str(one)) for one in LENGTHS], initial=60
    )
    weeks = forms.TypedChoiceField(
        label=_("How often"),
        coerce=int,
        choices=[(1, _("Once"))] + [(one, _("Every week, %(n)s times") % {"n": one}) for one in SEVERAL],
        initial=1,
    )
    centre = forms.ModelChoiceField(
        Centre.objects.none(), label=_("Centre"), required=False, empty_label=_("Somewhere else")
    )
    place = forms.CharField(
        label=_("Place, if it is no centre"),
        help_text=_("Such as: school hall, house of the tshogpa."),
        max_length=160,
        required=False,
    )
    taught_by = forms.ModelChoiceField(User.objects.none(), label=_("Who teaches"), empty_label=None)
    spoken_language = forms.ChoiceField(label=_("Language of teaching"), choices=User.SpokenLanguage.choices)
    lessons = forms.ModelMultipleChoiceField(
        Lesson.objects.none(), label=_("Lessons planned"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Note for yourself"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *arguments, cohort, user, session=None, **named):
        super().__init__(*arguments, **named, initial=as_typed(session) if session else {"taught_by": user.pk})
        self.fields["taught_by"].queryset = who_teach(cohort, Role.TRAINER, Role.COORDINATOR)
        self.fields["lessons"].queryset = queries.lessons_to_teach(cohort)
        self.fields["centre"].queryset = near(cohort.organisation.gewog)
        if session:
            del self.fields["weeks"]

    def answers(self):
        """What the actions take: the start in Thimphu's time, the minutes, the details."""
        said = self.cleaned_data
        start = timezone.make_aware(datetime.combine(said["day"], time.fromisoformat(said["hour"])))
        details = {name: said[name] for name in DETAILS} | {"lessons": list(said["lessons"].select_related("version"))}
        weeks = {"weeks": said["weeks"]} if "weeks" in said else {}
        return {"starts_at": start, "minutes": said["minutes"], "details": details, **weeks}


def who_teach(cohort, *roles):
    """Who holds one of these roles in the class's organisation or above it, by name."""
    teach = Membership.objects.current().filter(
        role__in=roles, organisation__in=Organisation.objects.above([cohort.organisation_id])
    )
    return User.objects.filter(memberships__in=teach, is_active=True).distinct().order_by("full_name")


def near(gewog):
    """The working centres of the gewog's dzongkhag, or of the country where no gewog is known."""
    there = {"gewog__dzongkhag": gewog.dzongkhag_id} if gewog else {}
    return Centre.objects.working().filter(**there).order_by("name")


def as_typed(session):
    """A session as its form shows it."""
    start = timezone.localtime(session.starts_at)
    return {name: getattr(session, name) for name in ("place", "centre", "taught_by", "spoken_language", "note")} | {
        "day": start.date(),
        "hour": f"{start:%H:%M}",
        "minutes": session.minutes,
        "lessons": list(session.lessons.all()),
    }


class TrainerForm(forms.Form):
    """Who teaches the class."""

    trainer = forms.ModelChoiceField(
        User.objects.none(), label=_("Trainer"), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *arguments, cohort, **named):
        super().__init__(*arguments, **named, initial={"trainer": cohort.trainer_id})
        self.fields["trainer"].queryset = who_teach(cohort, Role.TRAINER)


class CancelForm(forms.Form):
    """Why, and whether the rest of the series goes too."""

    reason = forms.CharField(
        label=_("Why?"), help_text=_("The learners read it."), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    later = forms.BooleanField(label=_("Cancel all later sessions of this weekly series too"), required=False)

    def __init__(self, *arguments, in_series, **named):
        super().__init__(*arguments, **named)
        if not in_series:
            del self.fields["later"]


def marks_in(data, enrolments):
    """The marks that a page of the register sent: by enrolment, (what it had shown, what is chosen now).

    What is no mark is left out, so that a changed page writes nothing odd.
    """
    states = set(Attendance.State.values)
    marks = {}
    for one in enrolments:
        chosen, shown = (data.get(f"{when}-{one.public_id}", "") for when in (NOW, BEFORE))
        if chosen in states:
            marks[one.pk] = (shown, chosen)
    return marks
