"""What a coordinator types about a class."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.people.models import Membership, Organisation, User
from intelligent_bhutan.people.rules import Role, is_trainer_of, organisations_as
from literacy.models import Cohort, Course


class CohortForm(forms.Form):
    """A new class."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=_("Choose an organisation")
    )
    name = forms.CharField(label=_("Name of the class"), max_length=120)
    course = forms.ModelChoiceField(Course.objects.none(), label=_("Course"), empty_label=_("Choose a course"))
    trainer = forms.ModelChoiceField(
        User.objects.none(), label=_("Trainer"), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *arguments, user, **named):
        super().__init__(*arguments, **named)
        mine = Organisation.objects.within(organisations_as(user, Role.COORDINATOR))
        self.fields["organisation"].queryset = mine
        taught = Membership.objects.current().filter(role=Role.TRAINER, organisation__in=mine)
        self.fields["trainer"].queryset = User.objects.filter(memberships__in=taught).distinct().order_by("full_name")
        courses = self.fields["course"]
        courses.queryset = Course.objects.published()
        courses.label_from_instance = lambda course: course.versions.get(state="published").title

    def clean(self):
        """Two classes of an organisation have two names, and its trainer teaches there."""
        cleaned = super().clean()
        if Cohort.objects.filter(organisation=cleaned.get("organisation"), name=cleaned.get("name", "")).exists():
            self.add_error("name", _("Your organisation has a class of this name. Choose another name."))
        trainer, organisation = cleaned.get("trainer"), cleaned.get("organisation")
        if trainer and organisation and not is_trainer_of(trainer, organisation):
            self.add_error("trainer", _("This person is no trainer of the organisation."))
        return cleaned


class ClassCodeForm(forms.Form):
    """The class."""

    code = forms.CharField(
        label=_("Class code"),
        help_text=_("Six letters and digits. It stands on your card."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "code"}),
    )


class RollForm(forms.Form):
    """The roll number; Tibetan digits are as good as any."""

    roll_number = forms.CharField(
        label=_("Your roll number"),
        help_text=_("It stands on your card."),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "code"}),
    )


class NumberPinForm(forms.Form):
    """Six digits."""

    pin = forms.CharField(
        label=_("Your six digits"),
        max_length=20,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "code"}),
    )
