"""What every page may use."""

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language


def portal(request):
    """Whether this is a demonstration, and where the same page stands in the other language."""
    other = "en" if get_language() == "dz" else "dz"
    return {
        "demonstration": settings.DEMONSTRATION,
        "public_url": settings.PUBLIC_URL,
        "other_language": other,
        "other_language_url": translate_url(request.get_full_path(), other),
    }
