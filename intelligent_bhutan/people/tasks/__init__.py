"""Celery: what this app does in the background."""

from intelligent_bhutan.people.tasks import recovering

__all__ = ["recovering"]
