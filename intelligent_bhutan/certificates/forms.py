"""What people type to check a certificate, and what staff type to find or revoke one."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.certificates import codes
from intelligent_bhutan.certificates.models import Award

# a certificate is replaced by a correction of its person's details, and by nothing else
REASONS = [choice for choice in Award.Reason.choices if choice[0] != Award.Reason.REPLACED]


class CheckForm(forms.Form):
    """The short code and the name, as they stand on the paper."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("12 letters and digits, in three groups. It stands below the picture code."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Name on the certificate"),
        help_text=_("Without the name we show nothing: nobody can read a list of people here."),
        max_length=240,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self):
        """The code as it is stored. Raises ValidationError when no certificate can carry it."""
        code = codes.tidy(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(_("There is a typing mistake in the code. Compare it with the paper, sign by sign."))
        return code


class FindForm(forms.Form):
    """What staff look for."""

    text = forms.CharField(label=_("Serial number, code or name"), max_length=120, required=False)


class RevokeForm(forms.Form):
    """Why a certificate does not hold any more."""

    reason = forms.ChoiceField(label=_("Why?"), choices=REASONS, widget=forms.RadioSelect)
    remark = forms.CharField(
        label=_("What is it based on?"),
        help_text=_("The number of a letter or decision. The person can read it; write no other names."),
        max_length=300,
    )
    sure = forms.BooleanField(
        label=_(
            "I know that this cannot be taken back. The person does not count any more, and the check page says so."
        )
    )
