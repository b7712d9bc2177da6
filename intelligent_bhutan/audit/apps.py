from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The record of who did what."""

    name = "intelligent_bhutan.audit"
    verbose_name = "Audit"
