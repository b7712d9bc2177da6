from django.apps import AppConfig


class LiteracyConfig(AppConfig):
    """Digital literacy and skilling."""

    name = "literacy"
    verbose_name = "Digital literacy"
