"""Celery: what the literacy strand does in the background."""

from literacy.tasks import counting, enrolling, examining, importing, reminding, teaching

__all__ = ["counting", "enrolling", "examining", "importing", "reminding", "teaching"]
