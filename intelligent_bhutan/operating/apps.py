from django.apps import AppConfig


class OperatingConfig(AppConfig):
    """Keeping the portal running."""

    name = "intelligent_bhutan.operating"
    verbose_name = "Operating"
