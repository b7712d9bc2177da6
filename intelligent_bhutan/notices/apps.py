from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NoticesConfig(AppConfig):
    """What people must know."""

    name = "intelligent_bhutan.notices"
    verbose_name = "Notices"

    def ready(self):
        """Each app says in its `notices.py` what it tells people."""
        autodiscover_modules("notices")
