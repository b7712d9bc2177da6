"""Founding centres."""

import pytest
from django.core.exceptions import ValidationError

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.places.models import Gewog
from literacy.actions import centres
from literacy.models import Centre
from tests.factories.people import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_a_centre_is_founded_once_a_gewog_and_on_record():
    officer, office, gewog = PersonFactory(), OrganisationFactory(), Gewog.objects.first()
    wanted = {"organisation": office, "name": "Khoma Hall", "gewog": gewog, "seats": 12, "by": officer}
    made = centres.found(**wanted)
    with pytest.raises(ValidationError, match="in this gewog already"):
        centres.found(**wanted)
    assert (Centre.objects.get(), made.seats) == (made, 12)
    assert list(Entry.objects.values_list("verb", "actor", "subject")) == [
        ("centre:founded", str(officer.public_id), str(made.public_id))
    ]


@pytest.mark.parametrize("changes", [{"seats": 0}, {"name": ""}])
def test_a_centre_without_seat_or_name_is_refused(changes):
    wanted = {"organisation": OrganisationFactory(), "name": "Khoma Hall", "gewog": Gewog.objects.first(), "seats": 1}
    with pytest.raises(ValidationError):
        centres.found(**wanted | changes, by=None)
    assert not Centre.objects.exists()
