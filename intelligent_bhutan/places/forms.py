"""What is checked when a place gets another name or spelling."""

from django import forms
from django.utils.translation import gettext as _

from intelligent_bhutan.places.models import Alias, Gewog
from intelligent_bhutan.places.spelling import fold


class GewogForm(forms.ModelForm):
    """The names of a gewog or thromde."""

    def clean(self):
        """No two of one kind share a name in their dzongkhag."""
        cleaned, place = super().clean(), self.instance
        others = Gewog.objects.filter(dzongkhag=place.dzongkhag_id, kind=place.kind).exclude(pk=place.pk)
        if others.filter(name_en=cleaned.get("name_en", "")).exists():
            self.add_error("name_en", _("Another place of this dzongkhag has this name."))
        return cleaned


class AliasForm(forms.ModelForm):
    """Another spelling; what it folds to follows from it."""

    class Meta:
        model = Alias
        fields = ("name", "note")

    def clean_name(self):
        """A place has each spelling once, and one that names something."""
        name, alias = self.cleaned_data["name"], self.instance
        alias.folded = fold(name)
        if not alias.folded:
            raise forms.ValidationError(_("This is no name."))
        others = Alias.objects.filter(dzongkhag=alias.dzongkhag_id, gewog=alias.gewog_id, folded=alias.folded)
        if others.exclude(pk=alias.pk).exists():
            raise forms.ValidationError(_("This place has this spelling already."))
        return name
