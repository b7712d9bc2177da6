"""The demonstration's centres."""

import pytest

from intelligent_bhutan.places.distance import kilometres
from intelligent_bhutan.starter import staff
from intelligent_bhutan.starter.centres import PLACES
from intelligent_bhutan.starter.population import CLASSES
from literacy.models import Centre
from tests.factories.people import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_every_class_has_its_centre_and_every_centre_lies_where_it_says():
    assert {one.gewog for one in CLASSES} <= {place.gewog for place in PLACES}
    assert len({place.gewog for place in PLACES}) == len(PLACES)
    for place in PLACES:
        assert kilometres(place.position, staff.gewog_of(place.gewog).dzongkhag.position) < 25, place.gewog


def test_centres_are_made_once_and_marked_as_demonstration():
    houses = {"office": OrganisationFactory()}
    made = staff.centres(houses)
    assert staff.centres(houses) == made
    assert Centre.objects.filter(is_demonstration=True).count() == len(PLACES) >= 10
    khoma = made["Lhuentse", "Khoma"]
    assert (khoma.at_once, khoma.hours.count(), khoma.spoken) == (24, 10, ["Dzongkha", "Tshangla"])
