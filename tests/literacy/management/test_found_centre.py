"""`manage.py found_centre`."""

import pytest
from django.core.management import CommandError, call_command

from literacy.models import Centre
from tests.factories.people import OrganisationFactory

pytestmark = pytest.mark.django_db
WORDS = ("found_centre", "Khoma Hall", "--gewog", "Khoma, Lhuentse", "--organisation", "Examination Office")


def test_a_centre_is_founded_once(capsys):
    office = OrganisationFactory(name="Examination Office")
    call_command(*WORDS, "--seats", "12")
    centre = Centre.objects.get()
    assert (centre.name_en, centre.organisation, centre.gewog.name_en, centre.seats) == (
        "Khoma Hall",
        office,
        "Khoma",
        12,
    )
    assert capsys.readouterr().out == "Khoma Hall is founded, with 12 seats.\n"
    with pytest.raises(CommandError, match="in this gewog already"):
        call_command(*WORDS)
