"""The second person's answer to what somebody proposed."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan import refusals
from intelligent_bhutan.people.models.proposal import Proposal

State = Proposal.State


class DecisionForm(forms.Form):
    """Yes, or no with a reason; with `withdraws` also the proposer's second thought. The button says which."""

    decision = forms.ChoiceField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed if you refuse. Those whom it is about read it."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data=None, *, withdraws=False, **named):
        super().__init__(data, **named)
        answers = (State.APPROVED, State.REFUSED, *([State.WITHDRAWN] if withdraws else []))
        self.fields["decision"].choices = [(answer.value, answer.label) for answer in answers]

    def carried_out(self, decide, **what):
        """Whether the action `decide` did it; where it refuses the form says why."""
        if not self.is_valid():
            return False
        try:
            decide(state=self.cleaned_data["decision"], reason=self.cleaned_data["reason"], **what)
        except ValidationError as refusal:
            refusals.say(self, refusal)
        return not self.errors

    @property
    def approves(self):
        """Whether the clean answer is yes."""
        return self.cleaned_data["decision"] == State.APPROVED
