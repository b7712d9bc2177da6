"""Celery: what this app does in the background."""

from intelligent_bhutan.people.tasks import appointing, recovering

__all__ = ["appointing", "recovering"]
