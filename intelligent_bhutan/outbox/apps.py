from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Work that must not be lost."""

    name = "intelligent_bhutan.outbox"
    verbose_name = "Outbox"
