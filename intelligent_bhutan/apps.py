"""The portal as an installed app: its checks, its reactions, its commands."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PortalConfig(AppConfig):
    """Loads what crosses strands once every app is ready."""

    name = "intelligent_bhutan"
    label = "portal"
    verbose_name = "Intelligent Bhutan"

    def ready(self):
        from intelligent_bhutan import checks, reactions  # noqa: F401

        autodiscover_modules("holdings")  # what each app holds of a person
        autodiscover_modules("tasks")  # web processes post to the outbox too, and must know its handlers
