from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, organisations, roles, sign-in."""

    name = "intelligent_bhutan.people"
    verbose_name = "People"

    def ready(self):
        """Hear what happens on allauth's pages."""
        from intelligent_bhutan.people import telling  # noqa: F401 its receivers
