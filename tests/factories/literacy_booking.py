"""Sittings that people can book."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.places.models import Gewog
from literacy.actions import sittings
from literacy.models import Centre, Sitting
from literacy.queries import standards
from tests.factories.people import OrganisationFactory, holder_of

NUMBERS = count(1)


def a_centre(*, seats=20, gewog=None, **fields):
    """A centre in a gewog."""
    return Centre.objects.create(
        name_en=f"Hall {next(NUMBERS)}",
        gewog=gewog or Gewog.objects.order_by("code").first(),
        organisation=OrganisationFactory(),
        seats=seats,
        **fields,
    )


def a_coming(*, centre=None, days=3, hours=3, seats=None, is_public=True, standard=None, domains=None, start=None):
    """A public sitting some days ahead, in all domains of the standard in force unless told otherwise."""
    standard = standard or standards.in_force()
    start = start or timezone.now() + timedelta(days=days)
    return sittings.plan(
        centre=centre or a_centre(),
        standard=standard,
        domains=domains or standard.domains.all(),
        starts_at=start,
        ends_at=start + timedelta(hours=hours),
        seats=seats,
        is_public=is_public,
        by=holder_of(Membership.Role.PROGRAMME_OFFICER),
    )


def brought_near(sitting, *, hours=0.0):
    """The same sitting, beginning so many hours from now."""
    length = sitting.ends_at - sitting.starts_at
    start = timezone.now() + timedelta(hours=hours)
    Sitting.objects.filter(pk=sitting.pk).update(starts_at=start, ends_at=start + length)
    sitting.refresh_from_db()
    return sitting
