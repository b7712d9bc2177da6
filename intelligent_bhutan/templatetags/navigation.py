"""`{% main_navigation as entries %}`: what the header offers."""

from contextlib import suppress
from dataclasses import dataclass

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()

# name of the page, its icon, what people read; the pages below its address belong under it, but for home
ENTRIES = (
    ("home", "house", _("Home")),
    ("literacy:courses", "book-open", _("Learn")),
    ("literacy:find_sittings", "calendar", _("Book an examination")),
    ("literacy:centres", "map-pin", _("Find a centre")),
    ("targets:progress", "chart-line", _("Progress")),
    ("verify:form", "award", _("Check a certificate")),
)


@dataclass(frozen=True)
class Entry:
    """A line of the menu; `current` is "page", "true" for a page below it, or empty."""

    url: str
    icon: str
    label: str
    current: str


@register.simple_tag(takes_context=True)
def main_navigation(context):
    """The entries whose pages exist, in order."""
    request = context.get("request")
    entries = []
    for name, icon, label in ENTRIES:
        with suppress(NoReverseMatch):
            entries.append((reverse(name), icon, label))
    here = nearest(request, [url for url, _icon, _label in entries])
    return [Entry(in_page_language(url), icon, label, standing(request, url, here)) for url, icon, label in entries]


def nearest(request, addresses):
    """The longest of these addresses that the page's own begins with, home aside; None where there is no page."""
    if request is None or request.resolver_match is None:
        return None
    home = reverse("home")
    above = [url for url in addresses if request.path.startswith(url) and (url != home or request.path == home)]
    return max(above, key=len, default=None)


def in_page_language(url):
    """The address, told the language of this page where it carries none of its own."""
    language = get_language()
    return url if url.startswith(f"/{language}/") else f"{url}?lang={language}"


@register.simple_tag
def check_page():
    """Where certificates are checked, in the language of this page."""
    return in_page_language(reverse("verify:form"))


def standing(request, url, here):
    """How the page that is shown relates to an entry, as aria-current says it."""
    if url != here:
        return ""
    return "page" if request.path == url else "true"


@register.filter
def page_numbers(paginator, current):
    """The page numbers to offer: first, last and those around the current one; None where some are left out."""
    return [
        page if isinstance(page, int) else None
        for page in paginator.get_elided_page_range(current, on_each_side=1, on_ends=1)
    ]
