"""Celery: what the literacy strand does in the background."""

from literacy.tasks import counting, examining, importing, reminding

__all__ = ["counting", "examining", "importing", "reminding"]
