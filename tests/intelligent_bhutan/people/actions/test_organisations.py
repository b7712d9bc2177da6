"""Founding organisations."""

import pytest
from django.core.exceptions import ValidationError

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.actions import organisations
from intelligent_bhutan.people.models import Organisation
from intelligent_bhutan.places.models import Gewog
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def found(name="Khoma School", **changes):
    return organisations.found(**{"kind": "school", "name": name, "by": None} | changes)


def test_founding_is_on_record_with_who_did_it():
    officer = PersonFactory()
    made = found(by=officer)
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor, entry.subject) == (
        "organisation:founded",
        str(officer.public_id),
        str(made.public_id),
    )


def test_a_name_repeats_in_the_country_and_not_in_a_place():
    here, there = Gewog.objects.order_by("code")[:2]
    for place in (None, here, there):
        found(gewog=place)
    for place in (None, here):
        with pytest.raises(ValidationError, match="in this place already"):
            found(gewog=place)
    assert Organisation.objects.count() == Entry.objects.count() == 3


@pytest.mark.parametrize("changes", [{"kind": "castle"}, {"name": ""}, {"name": "S" * 121}])
def test_what_is_no_organisation_is_refused(changes):
    with pytest.raises(ValidationError):
        found(**changes)
    assert not Organisation.objects.exists()
