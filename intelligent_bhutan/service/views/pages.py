"""Pages that say what everyone may expect, and what the machines of those who look for weaknesses read."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from intelligent_bhutan.caching import shared

EXPIRES_AFTER = timedelta(days=180)  # RFC 9116 asks for less than a year


def page(name):
    """A page of plain words, the same for everyone."""

    @require_safe
    @shared()
    def show(request):
        context = {"contact": settings.CONTACT, "security_contact": settings.SECURITY_CONTACT}
        return render(request, f"service/{name}.html", context)

    show.__name__ = show.__qualname__ = name
    show.__doc__ = f"The page `{name}`."
    return show


privacy, terms, accessibility, contact = map(page, ("privacy", "terms", "accessibility", "contact"))


@require_safe
@cache_control(public=True, max_age=86_400)
def security_txt(request):
    """Where weaknesses are reported (RFC 9116)."""
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {(midnight + EXPIRES_AFTER).isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: en, dz",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
        f"Policy: {settings.PUBLIC_URL}/en/contact/#weakness",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
