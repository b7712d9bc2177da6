"""The portal as an installed app: its checks, its reactions, its commands."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Loads what crosses strands once every app is ready."""

    name = "intelligent_bhutan"
    label = "portal"
    verbose_name = "Intelligent Bhutan"

    def ready(self):
        from intelligent_bhutan import checks, reactions  # noqa: F401
