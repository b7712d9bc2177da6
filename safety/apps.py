from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Strategy 3, safety and security of citizens."""

    name = "safety"
    verbose_name = "Safety"
