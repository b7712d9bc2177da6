from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Certificates that anyone can verify."""

    name = "intelligent_bhutan.certificates"
    verbose_name = "Certificates"
