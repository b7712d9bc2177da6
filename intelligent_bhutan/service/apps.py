from django.apps import AppConfig


class ServiceConfig(AppConfig):
    """What a public service owes."""

    name = "intelligent_bhutan.service"
    verbose_name = "Public service"
