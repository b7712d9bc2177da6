from django.apps import AppConfig


class VolunteeringConfig(AppConfig):
    """Strategy 2, strengthening communities."""

    name = "volunteering"
    verbose_name = "Volunteering"
