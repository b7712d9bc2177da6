"""Celery: what this app does in the background."""

from intelligent_bhutan.people.tasks import appointing, ownership, recovering

__all__ = ["appointing", "ownership", "recovering"]
