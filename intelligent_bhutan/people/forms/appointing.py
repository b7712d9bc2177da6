"""What is typed to give a role, to end one, and to take one."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan import typed_codes
from intelligent_bhutan.form_fields import DatePartsField
from intelligent_bhutan.people import appointing
from intelligent_bhutan.people.forms.naming import PersonField
from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.people.rules import is_called
from intelligent_bhutan.places.models import Dzongkhag

WHY = _("Whoever looks at this later reads it. Write no health or family matters.")
NOT_TOGETHER = _("Nobody has this user name and this full name together. Look at both again.")
NO_CODE = _("There is a typing mistake in the code. Compare it with the paper, sign by sign.")


def reason_field(label):
    """A sentence or two that stay with the record."""
    return forms.CharField(
        label=label, help_text=WHY, max_length=400, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )


class AppointForm(forms.Form):
    """Who shall have which role until when, and why; with an account by user name, without one by invitation."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    called = forms.CharField(label=_("Full name"), help_text=_("As on the person's card."), max_length=120)
    username = PersonField(
        help_text=_("If the person has an account already. Leave it empty to make a link and a code to hand over."),
        required=False,
        error_messages={"nobody": NOT_TOGETHER},  # nobody learns here which user names there are
    )
    email = forms.EmailField(label=_("E-mail"), help_text=_("We send the link there too."), required=False)
    last_day = DatePartsField(label=_("Last day of the role"))
    why = reason_field(_("Why this person?"))

    def __init__(self, data=None, *, roles):
        super().__init__(data, initial={"last_day": appointing.usual_last_day(timezone.localdate())})
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        if len(roles) == 1:
            self.initial["role"] = roles[0].value

    def clean(self):
        """A user name belongs to the person who is named: so nobody else is appointed by a slip of the finger."""
        given = super().clean()
        if given.get("username") and not is_called(given["username"], given.get("called", "")):
            self.add_error("username", NOT_TOGETHER)
        return given


class ExtendForm(forms.Form):
    """Until when, and why."""

    last_day = DatePartsField(label=_("New last day"))
    why = reason_field(_("Why does the person go on?"))


class EndForm(forms.Form):
    """Why a role ends."""

    reason = reason_field(_("Why does the role end?"))


class CloseForm(forms.Form):
    """Why an organisation closes."""

    reason = reason_field(_("Why does it close?"))


class LayDownForm(forms.Form):
    """No question, but a pause before it is done."""

    sure = forms.BooleanField(label=_("I want to lay this role down"))


class LeaveForm(forms.Form):
    """Why somebody leaves, and whether the account stays open."""

    reason = reason_field(_("Why does the person leave?"))
    close_account = forms.BooleanField(
        label=_("Close the account too: nobody signs in with it any more"),
        help_text=_("Leave this empty if the person goes on learning here. Certificates stay valid either way."),
        required=False,
    )


class JoinForm(forms.Form):
    """The code on the paper."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("16 letters and digits, in four groups. It stands on the paper that you were given."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "code"}),
    )

    def clean_code(self):
        """The code as it was made. Raises ValidationError for what no invitation carries."""
        code = typed_codes.tidy(self.cleaned_data["code"], appointing.CODE_LENGTH)
        if code is None:
            raise ValidationError(NO_CODE)
        return code


class RolesFilter(forms.Form):
    """Which roles are shown."""

    STATES = (("", _("Now")), ("soon", _("Ending within 30 days")), ("ended", _("Ended")))

    role = forms.ChoiceField(label=_("Role"), required=False)
    dzongkhag = forms.ModelChoiceField(
        Dzongkhag.objects.order_by("name"), label=_("Dzongkhag"), required=False, empty_label=_("All")
    )
    state = forms.ChoiceField(label=_("When"), choices=STATES, required=False)
    q = forms.CharField(label=_("Person or organisation"), max_length=120, required=False)

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["role"].choices = [("", _("All")), *Membership.Role.choices]
