"""Numbers, dates and texts as each language writes them."""

import re

from django import template
from django.utils import formats, timezone
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from intelligent_bhutan.dzongkha import to_tibetan_digits
from intelligent_bhutan.dzongkha.text import TIBETAN_LETTER

register = template.Library()


def in_dzongkha():
    """Whether this page is in Dzongkha."""
    return get_language() == "dz"


@register.filter
def digits(value):
    """The text with the digits of the page's language; codes and tables keep ASCII digits and do without this."""
    return to_tibetan_digits(str(value)) if in_dzongkha() else value


@register.filter
def number(value, places=0):
    """A number with its thousands grouped: 12,34,567 or ༡༢,༣༤,༥༦༧; an empty text for none."""
    if value is None or value == "":
        return ""
    return digits(formats.number_format(round(value, places), decimal_pos=places, force_grouping=True))


@register.filter
def day(value):
    """A date: 5 December 2026, or སྤྱི་ལོ་༢༠༢༦ ཟླ་བཅུ་གཉིས་པ་ ཚེས་༠༥."""
    return written(value, "DATE_FORMAT")


@register.filter
def moment(value):
    """A date with its time of day, in Thimphu's time."""
    return written(value, "DATETIME_FORMAT")


@register.filter
def clock(value):
    """A time of day, in Thimphu's time."""
    return digits(formats.time_format(timezone.template_localtime(value), "TIME_FORMAT")) if value else ""


def written(value, form):
    """The value by one of the page language's formats, a moment by Thimphu's clock; an empty text for none."""
    return digits(formats.date_format(timezone.template_localtime(value), form)) if value else ""


@register.filter
def awaits_translation(subject, field):
    """Whether a Dzongkha page must show this field's English, because its Dzongkha is not there yet."""
    return in_dzongkha() and not getattr(subject, f"{field}_dz") and bool(getattr(subject, f"{field}_en"))


@register.filter
def stands_in_english(words):
    """Whether words on a Dzongkha page hold no Dzongkha letter: for names that come without the object they are of."""
    return in_dzongkha() and not TIBETAN_LETTER.search(str(words))


@register.simple_tag
def text(subject, field):
    """The field in the page's language; English that stands in for Dzongkha is marked as English for screen readers."""
    value = getattr(subject, field)
    return format_html('<span lang="en">{}</span>', value) if awaits_translation(subject, field) else value


@register.filter
def places(length):
    """The places from 1 to the length, to count along."""
    return range(1, int(length) + 1)


BOLD = re.compile(r"\*\*(.+?)\*\*")


@register.filter
def emphasised(value):
    """Text as paragraphs, escaped, with **words** in bold."""
    return mark_safe(BOLD.sub(r"<strong>\1</strong>", linebreaks(value, autoescape=True)))


@register.filter
def emphasised_line(value):
    """One line, escaped, with **words** in bold."""
    return mark_safe(BOLD.sub(r"<strong>\1</strong>", escape(value)))
