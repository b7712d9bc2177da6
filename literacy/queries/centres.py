"""Which centres there are, and which are near: the same gewog first, then the same dzongkhag, then by distance."""

from dataclasses import dataclass
from math import inf

from django.db.models import Count

from intelligent_bhutan.places.distance import Position, kilometres
from intelligent_bhutan.places.models import Dzongkhag, Gewog
from intelligent_bhutan.places.queries import place_book
from literacy.models import Centre, OpeningHours

NEAREST = 20
PLACES = ("gewog__dzongkhag",)


@dataclass(frozen=True)
class Whereabouts:
    """Where somebody is: a gewog in its dzongkhag, or a dzongkhag alone, or only a position of degrees."""

    gewog: Gewog | None = None
    dzongkhag: Dzongkhag | None = None
    told: Position | None = None  # by the person's device: nothing keeps it

    @property
    def position(self) -> Position | None:
        """From where distances are counted: what was told, else the dzongkhag's town."""
        return self.told or (self.dzongkhag and self.dzongkhag.position)


@dataclass(frozen=True)
class Near:
    """A centre with what makes it near. `km` is None where its own position is not known, or says nothing.

    Within the person's dzongkhag the town is no measure, so that `km` stands there only if the device told where it is.
    """

    centre: Centre
    km: int | None
    in_gewog: bool
    in_dzongkhag: bool


@dataclass(frozen=True)
class PlaceFound:
    """What became of a place's name: where it is, or places that may have been meant."""

    where: Whereabouts | None
    suggestions: tuple[Gewog, ...] = ()


def by_dzongkhag():
    """Every dzongkhag by name, with `working` as the number of its centres. One query."""
    working = Centre.objects.working().values("gewog__dzongkhag").annotate(many=Count("pk"))
    many = dict(working.values_list("gewog__dzongkhag", "many"))
    return [(dzongkhag, many.get(dzongkhag.pk, 0)) for dzongkhag in Dzongkhag.objects.all()]


def listed(dzongkhag="", closed=False):
    """The working or the closed centres by dzongkhag, gewog and name, of the whole country or one dzongkhag's code."""
    found = Centre.objects.exclude(closed_since=None) if closed else Centre.objects.working()
    found = found.select_related(*PLACES)
    if dzongkhag:
        found = found.in_dzongkhag(dzongkhag)
    return found.order_by("gewog__dzongkhag__name", "gewog__name", "name")


def of_gewog(code):
    """Where the gewog or thromde with this code is, or None."""
    gewog = Gewog.objects.select_related("dzongkhag").filter(code=code).first()
    return gewog and Whereabouts(gewog=gewog, dzongkhag=gewog.dzongkhag)


def of_dzongkhag(code):
    """Where the dzongkhag with this code is, or None."""
    dzongkhag = Dzongkhag.objects.filter(code=code).first()
    return dzongkhag and Whereabouts(dzongkhag=dzongkhag)


def of_person(person):
    """Where the person is registered, or None."""
    if not person.is_authenticated or person.gewog_id is None:
        return None
    return Whereabouts(gewog=person.gewog, dzongkhag=person.gewog.dzongkhag)


def named(name):
    """The place of this name, in any spelling and either language: a dzongkhag, else a gewog or thromde."""
    book = place_book()
    if dzongkhag := book.dzongkhag(name):
        return PlaceFound(Whereabouts(dzongkhag=Dzongkhag.objects.get(name_en=dzongkhag)))
    found = book.resolve(name)
    gewogs = Gewog.objects.select_related("dzongkhag")
    if found.place:
        gewog = gewogs.get(pk=found.place.key)
        return PlaceFound(Whereabouts(gewog=gewog, dzongkhag=gewog.dzongkhag))
    meant = gewogs.in_bulk([place.key for place in found.suggestions])
    return PlaceFound(None, tuple(meant[place.key] for place in found.suggestions))


def near(where, many=NEAREST):
    """The nearest working centres, nearest first. Two queries, however many there are.

    A centre without a position of its own counts as lying in its dzongkhag's town.
    """
    rows = Centre.objects.working().values_list(
        "pk", "gewog", "gewog__dzongkhag", "latitude", "longitude", "gewog__dzongkhag__latitude",
        "gewog__dzongkhag__longitude", "name_en",
    )  # fmt: skip
    order = sorted((rank(where, *row[1:]), row[0]) for row in rows)[:many]
    found = Centre.objects.select_related(*PLACES).in_bulk([pk for _, pk in order])
    return [described(where, found[pk]) for _, pk in order]


def rank(where, gewog, dzongkhag, latitude, longitude, town_latitude, town_longitude, name):
    """What centres are ordered by: a position that the device told counts alone, else places go before distance."""
    own = (float(latitude), float(longitude)) if latitude is not None else None
    there = own or (town_latitude and (town_latitude, town_longitude))
    far = kilometres(where.position, there) if where.position and there else inf
    if where.told:
        return (True, True, far, name)
    return (not (where.gewog and gewog == where.gewog.pk), dzongkhag != where.dzongkhag.pk, far, name)


def described(where, centre):
    """The centre with what makes it near."""
    in_gewog = bool(where.gewog) and centre.gewog_id == where.gewog.pk
    in_dzongkhag = bool(where.dzongkhag) and centre.gewog.dzongkhag_id == where.dzongkhag.pk
    tells = centre.position and where.position and (where.told or not in_dzongkhag)
    km = max(1, round(kilometres(where.position, centre.position))) if tells else None
    return Near(centre=centre, km=km, in_gewog=in_gewog, in_dzongkhag=in_dzongkhag)


def week_of(centre):
    """Every weekday, Monday first, with its spans. One query, none where the hours are prefetched."""
    spans = list(centre.hours.all())
    return [(day, [span for span in spans if span.weekday == day]) for day in OpeningHours.Weekday]
