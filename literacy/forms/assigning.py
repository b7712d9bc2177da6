"""What a coordinator asks people for."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.form_fields import DatePartsField
from intelligent_bhutan.people.models import Organisation
from intelligent_bhutan.people.rules import Role, organisations_as
from literacy.models import Assignment, Cohort, CourseVersion

EXAMINATION = "examination"


class AssignmentForm(forms.Form):
    """What, of whom, by when. A sitting that is asked for says both what and when."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), empty_label=None)
    what = forms.ChoiceField(label=_("What do you ask for?"))
    whom = forms.ChoiceField(label=_("Of whom?"), choices=Assignment.Whom.choices, widget=forms.RadioSelect)
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(),
        label=_("Class"),
        help_text=_("Only if you ask one class."),
        required=False,
        empty_label=_("No class"),
    )
    due_on = DatePartsField(label=_("By which day?"))

    def __init__(self, *arguments, user, sitting=None, **named):
        super().__init__(*arguments, **named)
        mine = Organisation.objects.within(organisations_as(user, Role.COORDINATOR))
        self.fields["organisation"].queryset = mine
        self.fields["cohort"].queryset = Cohort.objects.managed_by(user).order_by("name")
        self.versions = {
            version.course.slug: version
            for version in CourseVersion.objects.filter(state="published")
            .select_related("course")
            .order_by("course__position", "course__slug")
        }
        self.fields["what"].choices = [
            *((slug, version.title) for slug, version in self.versions.items()),
            (EXAMINATION, _("Be examined in the standard")),
        ]
        self.fields["due_on"].initial = timezone.localdate() + timedelta(weeks=2)
        self.sitting = sitting
        if sitting:
            del self.fields["what"], self.fields["due_on"]

    def clean(self):
        """A class is named where, and only where, a class is asked."""
        cleaned = super().clean()
        asks_class = cleaned.get("whom") == Assignment.Whom.CLASS
        if asks_class and not cleaned.get("cohort") and "cohort" not in self.errors:
            self.add_error("cohort", _("Choose the class that you ask."))
        if not asks_class:
            cleaned["cohort"] = None
        return cleaned

    def answers(self):
        """As the action takes them."""
        said = self.cleaned_data
        answers = {name: said[name] for name in ("organisation", "whom", "cohort")}
        if self.sitting:
            return answers | {"sitting": self.sitting}
        version = self.versions.get(said["what"])
        return answers | {"due_on": said["due_on"], "course": version and version.course}


class DueForm(forms.Form):
    """Another day."""

    due_on = DatePartsField(label=_("By which day?"))
