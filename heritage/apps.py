from django.apps import AppConfig


class HeritageConfig(AppConfig):
    """Strategy 2, strengthening communities."""

    name = "heritage"
    verbose_name = "Heritage"
