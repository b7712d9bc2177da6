"""What is typed about an organisation."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan import public_ids
from intelligent_bhutan.people.forms.about_me import PlaceSelect, gewog_choices
from intelligent_bhutan.people.models import Organisation
from intelligent_bhutan.places.models import Dzongkhag, Gewog

MOST_NAMED = 5


class OrganisationField(forms.CharField):
    """An organisation by its name in either language, or by its number where names repeat: a list would be too long."""

    def prepare_value(self, value):
        """The name of what stands."""
        return str(value) if isinstance(value, Organisation) else value

    def clean(self, value):
        """The organisation, or None. Raises ValidationError for none or several of this name."""
        text = super().clean(value)
        if not text:
            return None
        called = Q(name_en__iexact=text) | Q(name_dz=text) | Q(public_id=public_ids.read(text))
        found = list(Organisation.objects.open().filter(called).select_related("gewog")[: MOST_NAMED + 1])
        if not found:
            raise ValidationError(_("No open organisation has this name. Look how its page writes it."))
        if len(found) > 1:
            raise ValidationError(_("Several organisations have this name. Write the number from the page of yours."))
        return found[0]


class OrganisationForm(forms.Form):
    """Kind, name, place and the body above."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    name_dz = forms.CharField(label=_("Name in Dzongkha"), max_length=240, required=False)
    gewog = forms.TypedChoiceField(
        label=_("Gewog"), choices=gewog_choices, widget=PlaceSelect, coerce=int, required=False, empty_value=None
    )
    parent = OrganisationField(
        label=_("Body above it"),
        help_text=_("Its whole name. Whoever coordinates the body above also looks after this one."),
        max_length=240,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, organisation=None):
        fields = ("kind", "name_en", "name_dz", "parent", "version")
        known = {name: getattr(organisation, name) for name in fields} if organisation else {}
        super().__init__(data, initial=known | ({"gewog": organisation.gewog_id} if organisation else {}))

    def answers(self):
        """The clean answers as fields of an organisation."""
        given = {name: answer for name, answer in self.cleaned_data.items() if name != "version"}
        return given | {"gewog": Gewog.objects.get(pk=given["gewog"]) if given["gewog"] else None}


class LocalForm(OrganisationForm):
    """What a coordinator may mend: the Dzongkha name and the place."""

    kind = name_en = parent = None


class OrganisationsFilter(forms.Form):
    """Which organisations are shown."""

    q = forms.CharField(label=_("Name"), max_length=120, required=False)
    dzongkhag = forms.ModelChoiceField(
        Dzongkhag.objects.order_by("name"), label=_("Dzongkhag"), required=False, empty_label=_("All")
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["kind"].choices = [("", _("All")), *Organisation.Kind.choices]
