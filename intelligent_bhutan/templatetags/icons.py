"""`{% icon "book-open" %}`: a drawing from the sprite. Names: `intelligent_bhutan/assets/icons.py`."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()

SPRITE = "dist/icons.svg"


@register.simple_tag
def icon(name, title=""):
    """The icon at the size of the text around it; screen readers pass over it unless it has a title."""
    return drawing("i", static(SPRITE), name, title)


@register.simple_tag
def word(name, title=""):
    """A Dzongkha word as a drawing (`dzongkha`, `name`), so that an English page need not fetch the Dzongkha face."""
    return drawing(f"word {name}", static(SPRITE), f"word-{name}", title)


@register.simple_tag
def picture(name, title=""):
    """One of the twelve pictures of a picture PIN, or a sign that lessons speak of."""
    return drawing("pic", static("img/pictures.svg"), name, title)


def drawing(css, sprite, name, title):
    """An `<svg>` that shows one symbol of a sprite."""
    if title:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>', css, title, sprite, name
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, sprite, name)
