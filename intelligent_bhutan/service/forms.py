"""What is asked about a problem."""

from urllib.parse import urlsplit
from uuid import uuid4

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.service.models import Problem

LONGEST_PAGE = Problem._meta.get_field("page").max_length


class ProblemForm(forms.Form):
    """What is wrong, and how to answer whoever has no account."""

    kind = forms.ChoiceField(label=_("What is wrong?"), choices=Problem.Kind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Tell us more"),
        help_text=_("What did you want to do? What happened? Write no passwords and no card numbers."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    reach = forms.CharField(
        label=_("Phone or e-mail"),
        help_text=_("Only if you want an answer."),
        max_length=120,
        required=False,
    )
    page = forms.CharField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, page="", is_known):
        super().__init__(data, initial={"page": page, "once": uuid4()})
        if is_known:
            del self.fields["reach"]

    def clean_page(self):
        """The path of a page of ours, or nothing: never what stands behind a "?", and nothing that leads elsewhere."""
        path = urlsplit(self.cleaned_data["page"]).path[:LONGEST_PAGE]
        return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


class AnswerForm(forms.Form):
    """What is answered."""

    text = forms.CharField(label=_("Answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
