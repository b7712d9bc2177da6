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
        "other_language_url": in_language(request, other),
    }


def in_language(request, code):
    """The same page in that language; pages whose address carries none take it as `?lang=`."""
    here = request.get_full_path()
    there = translate_url(here, code)
    if there != here:
        return there
    asked = request.GET.copy()
    asked["lang"] = code
    return f"{request.path}?{asked.urlencode()}"
