"""The standard in force."""

from django.utils import timezone

from literacy.models import Standard


def in_force(at=None):
    """The newest standard whose day has come. Raises Standard.DoesNotExist where none has."""
    return newest(at).get()


def newest(at=None):
    """The same as a queryset of one, to be asked about within another query."""
    return Standard.objects.filter(in_force_from__lte=at or timezone.localdate()).order_by("-in_force_from")[:1]
