from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, organisations, roles, sign-in."""

    name = "intelligent_bhutan.people"
    verbose_name = "People"
