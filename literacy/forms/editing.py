"""Checks of what editors send in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from literacy.models import Recording
from literacy.uploads import LIMITS, kind_of


def refuse_unless(upload, kind):
    """Raises ValidationError unless the file is what it should be by its content, and no larger than its limit."""
    if upload.size > LIMITS[kind]:
        raise ValidationError(_("This file is too large for learners on mobile data. Make it smaller."))
    upload.seek(0)
    found = kind_of(upload.read(32))
    upload.seek(0)
    if found != kind:
        raise ValidationError(_("This file is not of the kind that is needed here. Choose another file."))


class BlockForm(forms.ModelForm):
    """A block, with its files checked."""

    def clean(self):
        """Audio is audio, film is film, captions are WebVTT; what the file costs learners is measured, not typed."""
        cleaned = super().clean()
        kind = cleaned.get("kind")
        for name in self.changed_data:
            upload = cleaned.get(name)
            if not upload or not hasattr(upload, "read"):
                continue
            expected = kind if kind in {"audio", "video"} else "audio"
            try:
                refuse_unless(upload, "captions" if name.startswith("captions") else expected)
            except ValidationError as refusal:
                self.add_error(name, refusal)
            if name == "file":
                cleaned["byte_size"] = upload.size
        return cleaned


class RecordingForm(forms.ModelForm):
    """A recorded voice, checked."""

    class Meta:
        model = Recording
        fields = ("block", "spoken_language", "file")

    def clean_file(self):
        """Audio by its content."""
        upload = self.cleaned_data["file"]
        if "file" in self.changed_data:
            refuse_unless(upload, "audio")
            self.instance.byte_size = upload.size
        return upload
