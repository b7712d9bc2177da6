"""Centres."""

from itertools import count

from intelligent_bhutan.places.models import Gewog
from literacy.actions import centres
from literacy.models import Centre
from tests.factories.people import OrganisationFactory

NUMBERS = count(1)


def gewog_of(name):
    """The gewog of this English name."""
    return Gewog.objects.get(name_en=name, kind=Gewog.Kind.GEWOG)


def a_centre(gewog="Khoma", **facts):
    """A centre in that gewog, founded as an officer would."""
    facts = {"organisation": None, "name": f"Centre {next(NUMBERS)}", "seats": 20} | facts
    facts["organisation"] = facts["organisation"] or OrganisationFactory()
    made = centres.found(gewog=gewog_of(gewog), by=None, **facts)
    return Centre.objects.get(pk=made.pk)
