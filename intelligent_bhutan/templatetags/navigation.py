"""`{% main_navigation as entries %}`: what the header offers."""

from dataclasses import dataclass

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()

# name of the page, its icon, what people read, the namespace whose pages belong under it
ENTRIES = (
    ("home", "house", _("Home"), ""),
    ("literacy:courses", "book-open", _("Learn"), "literacy"),
    ("targets:progress", "chart-line", _("Progress"), "targets"),
    ("verify:form", "award", _("Check a certificate"), "verify"),
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
    match = request.resolver_match if request else None
    entries = []
    for name, icon, label, namespace in ENTRIES:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        entries.append(Entry(in_page_language(url), icon, label, standing(match, name, namespace)))
    return entries


def in_page_language(url):
    """The address, told the language of this page where it carries none of its own."""
    language = get_language()
    return url if url.startswith(f"/{language}/") else f"{url}?lang={language}"


@register.simple_tag
def check_page():
    """Where certificates are checked, in the language of this page."""
    return in_page_language(reverse("verify:form"))


def standing(match, name, namespace):
    """How the page that is shown relates to an entry, as aria-current says it."""
    if match is None:
        return ""
    if match.view_name == name:
        return "page"
    return "true" if namespace and match.namespace == namespace else ""


@register.filter
def page_numbers(paginator, current):
    """The page numbers to offer: first, last and those around the current one; None where some are left out."""
    return [
        page if isinstance(page, int) else None
        for page in paginator.get_elided_page_range(current, on_each_side=1, on_ends=1)
    ]
