"""What is asked about consent, about erasing one's own data, and of officers who join two records of one person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan import typed_codes
from intelligent_bhutan.people.forms.about_me import AgreementForm
from intelligent_bhutan.people.forms.naming import PersonField
from intelligent_bhutan.people.pictures import PICTURE_WORDS
from intelligent_bhutan.people.queries.consent import is_child

ORDINALS = ("first", "second", "third", "fourth")


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
        symbols = list(typed_codes.bare(given.get("pin", ""))) or [given[name] for name in ORDINALS if name in given]
        return {"password": given.get("password", ""), "symbols": symbols}


class FindRecordsForm(forms.Form):
    """The two records that may be one person."""

    survivor = PersonField(label=_("The record that stays"), help_text=_("Its user name."))
    loser = PersonField(label=_("The record that ends in it"), help_text=_("Its user name."))


class WhyForm(forms.Form):
    """Why somebody proposes what another must confirm."""

    reason = forms.CharField(
        label=_("How do you know?"),
        help_text=_("Such as: both came to the centre with one card. Write no identity number."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
