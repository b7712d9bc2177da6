"""Celery: what the literacy strand does in the background."""

from literacy.tasks import counting, examining, importing, reminding, teaching

__all__ = ["counting", "examining", "importing", "reminding", "teaching"]
