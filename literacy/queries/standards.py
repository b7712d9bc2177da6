"""The standard in force."""

from django.utils import timezone

from literacy.models import Standard


def in_force(at=None):
    """The newest standard whose day has come. Raises Standard.DoesNotExist where none has."""
    day = at or timezone.localdate()
    return Standard.objects.filter(in_force_from__lte=day).order_by("-in_force_from")[:1].get()
