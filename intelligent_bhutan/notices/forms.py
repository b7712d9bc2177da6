"""What people choose about their notices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.notices.kinds import Topic
from intelligent_bhutan.notices.models import Choices

CHOSEN = [(topic.value, topic.label) for topic in Topic if topic != Topic.ACCOUNT]


class Topics(forms.MultipleChoiceField):
    """The topics that somebody wants to hear of; none is an answer too."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **named):
        super().__init__(choices=CHOSEN, required=False, **named)


class ChoicesForm(forms.Form):
    """By topic: e-mail and text on or off; and whether the phone shows Dzongkha."""

    email = Topics(label=_("Send me an e-mail about"))
    text = Topics(label=_("Send me a text message about"))
    phone_shows_dzongkha = forms.ChoiceField(
        label=_("Does your phone show Dzongkha in text messages?"),
        help_text=_("Some phones show empty boxes instead. If you do not know, we write in English."),
        choices=Choices.Shows.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, data=None, *, choices):
        """`choices` are those in force; kept is what is refused, asked is what is wanted."""
        wanted = {"email": choices.no_email, "text": choices.no_text}
        initial = {name: [key for key, _label in CHOSEN if key not in refused] for name, refused in wanted.items()}
        super().__init__(data, initial=initial | {"phone_shows_dzongkha": choices.phone_shows_dzongkha})

    def answers(self):
        """The clean answers as fields of `Choices`."""
        given = self.cleaned_data
        refused = {name: [key for key, _label in CHOSEN if key not in given[name]] for name in ("email", "text")}
        return {
            "no_email": refused["email"],
            "no_text": refused["text"],
            "phone_shows_dzongkha": given["phone_shows_dzongkha"],
        }
