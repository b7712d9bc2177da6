"""What is asked about consent, about erasing one's own data, and of officers who join two records of one person."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.dzongkha import to_ascii_digits
from intelligent_bhutan.people.forms.about_me import AgreementForm
from intelligent_bhutan.people.models import User
from intelligent_bhutan.people.pictures import PICTURE_WORDS
from intelligent_bhutan.people.queries.consent import is_child

ORDINALS = ("first", "second", "third", "fourth")
UUID_SHAPE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class AskForm(AgreementForm):
    """Asked of somebody who is here already, when there is a new text."""

    field_order = ("guardian_name", "guardian_relation", "agreed")

    def __init__(self, data=None, *, notice, child):
        super().__init__(data)
        self.ask_for(notice, child)


class EraseForm(AgreementForm):
    """Asked before somebody's data is erased: who they are, once more, and for a child who wants it with them."""

    field_order = (
        "password",
        "pin",
        "first",
        "second",
        "third",
        "fourth",
        "guardian_name",
        "guardian_relation",
        "agreed",
    )
    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    pin = forms.CharField(label=_("Your six digits"), max_length=20, widget=forms.PasswordInput(render_value=False))
    first = forms.ChoiceField(label=_("Your first picture"), choices=[("", "–"), *PICTURE_WORDS.items()])
    second = forms.ChoiceField(label=_("Your second picture"), choices=[("", "–"), *PICTURE_WORDS.items()])
    third = forms.ChoiceField(label=_("Your third picture"), choices=[("", "–"), *PICTURE_WORDS.items()])
    fourth = forms.ChoiceField(label=_("Your fourth picture"), choices=[("", "–"), *PICTURE_WORDS.items()])

    def __init__(self, data=None, *, person):
        super().__init__(data)
        kind = "password" if person.has_usable_password() else getattr(getattr(person, "pin", None), "kind", "")
        asked = {"password": {"password"}, "number": {"pin"}, "picture": set(ORDINALS)}.get(kind, set())
        for name in {"password", "pin", *ORDINALS} - asked:
            del self.fields[name]
        if not is_child(person):
            del self.fields["guardian_name"], self.fields["guardian_relation"]
        self.fields["agreed"].label = _("I understand what goes and what stays. Erase my data.")
        self.fields["agreed"].error_messages["required"] = _("Tick the box if you are sure.")

    def proof(self):
        """What was given to prove who it is, as the action takes it."""
        given = self.cleaned_data
        digits = "".join(to_ascii_digits(given.get("pin", "")).replace("་", " ").split())
        symbols = list(digits) or [given[name] for name in ORDINALS if name in given]
        return {"password": given.get("password", ""), "symbols": symbols}


class FindRecordsForm(forms.Form):
    """The two records that may be one person: each by user name or by the long number of its page."""

    survivor = forms.CharField(label=_("The record that stays"), max_length=40, help_text=_("Its user name."))
    loser = forms.CharField(label=_("The record that ends in it"), max_length=40, help_text=_("Its user name."))

    def clean_survivor(self):
        """The person."""
        return self.person("survivor")

    def clean_loser(self):
        """The person."""
        return self.person("loser")

    def person(self, name):
        """Who has this user name, or public id. Raises: ValidationError for nobody."""
        said = self.cleaned_data[name].strip().lower()
        found = User.objects.select_related("gewog").filter(username=said).first()
        if found is None and UUID_SHAPE.fullmatch(said):
            found = User.objects.select_related("gewog").filter(public_id=said).first()
        if found is None:
            raise ValidationError(_("Nobody has this user name. Look at it again."))
        return found


class WhyForm(forms.Form):
    """Why somebody proposes what another must confirm."""

    reason = forms.CharField(
        label=_("How do you know?"),
        help_text=_("Such as: both came to the centre with one card. Write no identity number."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
