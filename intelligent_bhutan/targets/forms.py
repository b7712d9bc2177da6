"""What the dashboard may be narrowed to."""

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan.people.models import User
from intelligent_bhutan.places.models import Dzongkhag
from intelligent_bhutan.targets.queries.dashboard import Chosen
from intelligent_bhutan.templatetags.dzongkha import digits

FIRST_YEAR = 2024
THIS_MONTH = "month"


class DashboardFilter(forms.Form):
    """The choices stand in the address; one that means nothing narrows nothing."""

    dzongkhag = forms.ModelChoiceField(
        Dzongkhag.objects.all(), to_field_name="code", required=False, label=gettext_lazy("Dzongkhag")
    )
    audience = forms.ChoiceField(required=False, label=gettext_lazy("Group"))
    period = forms.ChoiceField(required=False, label=gettext_lazy("Period"))

    def __init__(self, data):
        super().__init__(data)
        self.fields["dzongkhag"].empty_label = _("The whole country")
        self.fields["audience"].choices = [("", _("Everyone")), *User.Audience.choices]
        self.fields["period"].choices = periods(timezone.localdate())
        self.full_clean()

    def chosen(self):
        """What to show."""
        return Chosen(
            dzongkhag=self.cleaned_data.get("dzongkhag"),
            audience=self.cleaned_data.get("audience", ""),
            period=months_of(self.cleaned_data.get("period", ""), timezone.localdate()),
        )

    def query(self, **other):
        """The choices as they stand in an address, with others in their place."""
        dzongkhag = self.cleaned_data.get("dzongkhag")
        values = self.cleaned_data | {"dzongkhag": dzongkhag.code if dzongkhag else ""} | other
        return urlencode({name: value for name, value in values.items() if value})

    def address(self, code):
        """The dashboard of a dzongkhag, or of the country where it is chosen already."""
        dzongkhag = self.cleaned_data.get("dzongkhag")
        query = self.query(dzongkhag="" if dzongkhag and dzongkhag.code == code else code)
        return f"{reverse('targets:dashboard')}?{query}"

    def csv_address(self):
        """The same choices as a file."""
        return f"{reverse('targets:dashboard_csv')}?{self.query()}"

    def said(self):
        """Each choice in words, as (what, what is chosen)."""
        return [(label, dict(options).get(chosen, chosen)) for _name, label, options, chosen in self.controls()]

    def keys(self):
        """The choices that narrow, as their keys: BT-11, student, 2026."""
        return [chosen for _name, _label, _options, chosen in self.controls() if chosen]

    @property
    def is_narrowed(self):
        """Whether anything is chosen."""
        return bool(self.query())

    def controls(self):
        """Each choice as (name, label, options, what is chosen), with keys as the address has them."""
        chosen = self.cleaned_data | {"dzongkhag": getattr(self.cleaned_data.get("dzongkhag"), "code", "")}
        return [
            (name, field.label, [(str(key), words) for key, words in field.choices], chosen.get(name, ""))
            for name, field in self.fields.items()
        ]


def periods(today):
    """To date, this month, and every year so far."""
    years = [(str(year), digits(year)) for year in range(today.year, FIRST_YEAR - 1, -1)]
    return [("", _("To date")), (THIS_MONTH, _("This month")), *years]


def months_of(period, today):
    """The first days of a period's first and last month; None for to date."""
    if not period:
        return None
    if period == THIS_MONTH:
        return today.replace(day=1), today.replace(day=1)
    return date(int(period), 1, 1), date(int(period), 12, 1)
