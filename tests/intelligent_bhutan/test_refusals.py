"""Where a form says why an action refused."""

from django import forms
from django.core.exceptions import ValidationError

from intelligent_bhutan import refusals


class Asked(forms.Form):
    place = forms.CharField()


def test_a_sentence_stands_at_its_field_or_above_all():
    form = Asked({"place": "Paro"})
    refusals.say(form, ValidationError({"place": "No such place.", "parent": ["It is closed.", "It is full."]}))
    refusals.say(form, ValidationError("Not today."))
    assert form.errors == {"place": ["No such place."], "__all__": ["It is closed.", "It is full.", "Not today."]}
