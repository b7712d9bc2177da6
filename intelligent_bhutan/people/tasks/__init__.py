"""Celery: what happens to people's data in the background."""

from intelligent_bhutan.people.tasks import ownership

__all__ = ["ownership"]
