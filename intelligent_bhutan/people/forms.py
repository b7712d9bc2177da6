"""What a person tells of themselves."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.form_fields import DatePartsField
from intelligent_bhutan.people.models import User
from intelligent_bhutan.places.models import Gewog

OLDEST, YOUNGEST = 120, 5


def gewog_choices():
    """Gewogs under their dzongkhags, in the page's language; the empty one first."""
    groups = {}
    for gewog in Gewog.objects.select_related("dzongkhag").order_by("dzongkhag__name", "name"):
        groups.setdefault(str(gewog.dzongkhag), []).append((gewog.pk, str(gewog)))
    return [("", "–"), *groups.items()]


class ProfileForm(forms.Form):
    """Asked at sign-up, after user name and password; works as allauth's sign-up form class too."""

    full_name = forms.CharField(
        label=_("Full name"), help_text=_("As on your card. It is printed on your certificate."), max_length=120
    )
    date_of_birth = DatePartsField(label=_("Date of birth"))
    gender = forms.ChoiceField(label=_("Gender"), choices=User.Gender.choices, initial=User.Gender.UNSAID)
    audience = forms.ChoiceField(label=_("What are you?"), choices=User.Audience.choices)
    gewog = forms.TypedChoiceField(
        label=_("Gewog"), help_text=_("Where you are registered."), choices=gewog_choices, coerce=int, required=False
    )
    spoken_language = forms.ChoiceField(
        label=_("Language you speak"), choices=User.SpokenLanguage.choices, initial=User.SpokenLanguage.DZONGKHA
    )

    def clean_date_of_birth(self):
        """A date that a living person can have."""
        born = self.cleaned_data["date_of_birth"]
        age = timezone.localdate().year - born.year
        if not YOUNGEST <= age <= OLDEST:
            raise forms.ValidationError(_("Look at the year again."))
        return born

    def signup(self, request, user):
        """Keep what was told; allauth calls this inside the sign-up."""
        for field in ("full_name", "date_of_birth", "gender", "audience", "spoken_language"):
            setattr(user, field, self.cleaned_data[field])
        user.gewog_id = self.cleaned_data["gewog"] or None
        user.language = "dz" if getattr(request, "LANGUAGE_CODE", "en") == "dz" else "en"
        user.save()
