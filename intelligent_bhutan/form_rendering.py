"""The one form renderer: label, hint, error, control, told to screen readers in one way on every page."""

from dataclasses import dataclass

from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting


class PortalBoundField(BoundField):
    """A field that knows how its place on the page is called."""

    @property
    def first_control(self):
        """The id that an error summary links to: of a group of controls, the first one's."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label

    @property
    def is_check(self):
        """Whether this is one box to tick, whose label stands behind it."""
        return self.widget_type == "checkbox"

    @property
    def hint_id(self):
        """The id of the hint, as `aria_describedby` names it."""
        return f"{self.auto_id}_helptext"

    @property
    def error_id(self):
        """The id of the error, as `aria_describedby` names it."""
        return f"{self.auto_id}_error"


class PortalRenderer(TemplatesSetting):
    """Forms and fields come out of `templates/forms/`."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = PortalBoundField


@dataclass(frozen=True)
class Option:
    """The label of a choice with a hint below it, and a picture from the sprite of pictures above it."""

    label: str
    hint: str = ""
    picture: str = ""

    def __str__(self):
        return str(self.label)
