"""The one form renderer."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Fields come out of `templates/forms/`."""
