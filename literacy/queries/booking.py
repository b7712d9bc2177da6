"""Coming sittings, the nearest first, and the seats that a person has in them."""

from dataclasses import dataclass
from datetime import date
from math import cos, radians

from django.db.models import Case, ExpressionWrapper, FloatField, IntegerField, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from literacy.models import Candidate, Domain, Sitting
from literacy.queries import obstacles, standards

MONTHS = 6  # ahead, for the filter
NEXT = 3  # dates offered beside a result
AT_CENTRE = 6
HERE, NEARBY, ELSEWHERE = 0, 1, 2


def near(place, *, at=None):
    """Sittings that can be booked, the nearest first and then the earliest; free seats as `free`, nearness as `rank`.

    `place` is a person, a gewog or None. Nearest means: the same gewog, the same dzongkhag, then by distance.
    """
    gewog = getattr(place, "gewog", place)
    found = Sitting.objects.bookable(at).with_free_seats().select_related("centre__gewog__dzongkhag")
    return (
        found.prefetch_related("domains")
        .annotate(rank=rank_from(gewog), far=far_from(gewog))
        .order_by("rank", "far", "starts_at", "centre__name_en", "pk")
    )


def rank_from(gewog):
    """How near a sitting is to the gewog: HERE, NEARBY or ELSEWHERE."""
    if gewog is None:
        return Value(ELSEWHERE, output_field=IntegerField())
    return Case(
        When(centre__gewog=gewog.pk, then=HERE),
        When(centre__gewog__dzongkhag=gewog.dzongkhag_id, then=NEARBY),
        default=ELSEWHERE,
    )


def far_from(gewog):
    """How far a sitting is from the town of the gewog's dzongkhag, to order by; all are equally far within it.

    It counts from the centre itself, or from the town of its dzongkhag where nobody said where the centre lies. On so
    small a part of the globe a degree of longitude is a fixed share of one of latitude.
    """
    here = gewog and gewog.dzongkhag.position
    if not here:
        return Value(0.0, output_field=FloatField())
    latitude, longitude = here
    north = there("latitude") - latitude
    east = (there("longitude") - longitude) * cos(radians(latitude))
    far = ExpressionWrapper(north * north + east * east, output_field=FloatField())
    return Case(When(centre__gewog__dzongkhag=gewog.dzongkhag_id, then=0.0), default=far)


def there(degrees):
    """Latitude or longitude of a sitting's centre, or of its dzongkhag's town."""
    return Coalesce(f"centre__{degrees}", f"centre__gewog__dzongkhag__{degrees}", output_field=FloatField())


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: a domain or all that they still need, a dzongkhag's code, a month by its first day."""

    domain: str = ""
    dzongkhag: str = ""
    month: date | None = None

    @classmethod
    def asked(cls, query, months):
        """As the address says it; what nobody offers is as good as nothing."""
        month = next((one for one in months if one.isoformat()[:7] == query.get("month")), None)
        return cls(domain=query.get("domain", "")[:30], dzongkhag=query.get("dzongkhag", "")[:5], month=month)

    @property
    def is_narrow(self):
        """Whether anything was chosen."""
        return bool(self.domain or self.dzongkhag or self.month)

    def among(self, found, left):
        """Those of the sittings that fit; `left` are the domains that the person still needs."""
        if self.domain:
            found = found.filter(domains__key=self.domain)
        elif left:
            found = found.filter(pk__in=Sitting.domains.through.objects.filter(domain__in=left).values("sitting"))
        if self.dzongkhag:
            found = found.filter(centre__gewog__dzongkhag__code=self.dzongkhag)
        if self.month:
            found = found.filter(starts_at__year=self.month.year, starts_at__month=self.month.month)
        return found


def months_ahead(at=None):
    """The first days of this month and the next five."""
    today = timezone.localdate(at)
    first = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, first + MONTHS)]


def domains_left(person):
    """The domains of the standard in force that the person has not passed; all of them for whoever is not signed in."""
    standard = standards.in_force()
    asked = Domain.objects.filter(standards=standard)
    if not person.is_authenticated:
        return list(asked)
    record = obstacles.records_of([person.pk], standard)[person.pk]
    return [] if record.proficient else [domain for domain in asked if domain.pk not in record.passed]


def next_for(person, domains, *, at=None, limit=NEXT):
    """The next few sittings with a free seat in one of these domains, the nearest first, not those booked already."""
    examined = Sitting.domains.through.objects.filter(domain__in=domains).values("sitting")
    found = near(person, at=at).filter(pk__in=examined, free__gt=0)
    booked = Candidate.objects.ahead(at).filter(citizen=person).values("sitting")
    return list(found.exclude(pk__in=booked)[:limit])


def coming_at(centre, *, at=None):
    """The next sittings at a centre that anybody may book, the earliest first."""
    found = Sitting.objects.bookable(at).filter(centre=centre).with_free_seats()
    return list(found.select_related("centre").prefetch_related("domains").order_by("starts_at")[:AT_CENTRE])


def ahead_of(person, *, at=None):
    """The person's seats in sittings that are not over, the next one first."""
    mine = Candidate.objects.ahead(at).filter(citizen=person).select_related("sitting__centre__gewog__dzongkhag")
    return list(mine.order_by("sitting__starts_at"))


def first_place(place):
    """The place that the person booked before they moved it to this one, however often; itself where they never did."""
    while place.moved_from:
        place = place.moved_from
    return place


def place_in(sitting, person):
    """The person's place on the sitting's register, or None."""
    return Candidate.objects.registered().filter(sitting=sitting, citizen=person).first()
