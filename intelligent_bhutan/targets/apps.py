from django.apps import AppConfig


class TargetsConfig(AppConfig):
    """Targets and dashboards."""

    name = "intelligent_bhutan.targets"
    verbose_name = "Targets"
