"""Reads over the places."""

from intelligent_bhutan.places.book import Place, PlaceBook
from intelligent_bhutan.places.models import Gewog


def place_book() -> PlaceBook:
    """Every gewog and thromde under all of its spellings, in both languages; keys are primary keys. Three queries."""
    gewogs = Gewog.objects.select_related("dzongkhag").prefetch_related("aliases", "dzongkhag__aliases")
    return PlaceBook(
        Place(gewog.pk, gewog.name_en, gewog.dzongkhag.name_en, spellings(gewog), spellings(gewog.dzongkhag))
        for gewog in gewogs.order_by("code")
    )


def spellings(place) -> tuple[str, ...]:
    """The other names of a gewog or dzongkhag, its Dzongkha name among them."""
    dzongkha = (place.name_dz,) if place.name_dz else ()
    return (*dzongkha, *(alias.name for alias in place.aliases.all()))
