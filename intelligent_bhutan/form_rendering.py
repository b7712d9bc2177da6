"""The one form renderer: label, hint, error, control, told to screen readers in one way on every page."""

from dataclasses import dataclass

from django.forms import Field
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _


class PortalBoundField(BoundField):
    """A field that knows how its place on the page is called."""

    @property
    def first_control(self):
        """The id that an error summary links to: of a group of controls, the first one's."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label

    def build_widget_attrs(self, attrs, widget=None):
        """Without a placeholder, as libraries give them: what it says would vanish with the first letter."""
        return super().build_widget_attrs(attrs, widget) | {"placeholder": False}

    @property
    def is_check(self):
        """Whether this is one box to tick, whose label stands behind it."""
        return self.widget_type == "checkbox"

    @property
    def is_optional(self):
        """Whether "(optional)" must be added: boxes may be left unticked, and allauth's labels say it themselves."""
        boxes = self.is_check or self.widget_type == "checkboxselectmultiple"
        return not self.field.required and not boxes and _("(optional)") not in str(self.label)

    @property
    def refusals(self):
        """What is wrong, in words that make sense in the summary too, where the question does not stand beside them."""
        return [
            _("Still missing: %(question)s") % {"question": self.label} if self.is_unsaid(error) else message
            for error in self.errors.as_data()
            for message in error.messages
        ]

    def is_unsaid(self, error):
        """Whether the field refuses a blank and has no words of its own for that."""
        return (
            error.code == "required"
            and self.field.error_messages["required"] == Field.default_error_messages["required"]
        )


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
