"""`manage.py found_centre`."""

from datetime import time

import pytest
from django.core.management import CommandError, call_command

from literacy.models import Centre
from tests.factories.people import OrganisationFactory

pytestmark = pytest.mark.django_db
WORDS = ("found_centre", "Khoma Hall", "--gewog", "Khoma, Lhuentse", "--organisation", "Examination Office")


@pytest.fixture
def office():
    return OrganisationFactory(name="Examination Office")


def test_a_centre_is_founded_once(capsys, office):
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


def test_a_centre_is_founded_with_all_that_is_known(office):
    call_command(
        *WORDS, "--address", "Behind the dzong", "--position", "27.68,91.22", "--hours", "mon-fri 9-12, 13-17",
        "--hours", "sat 10-14", "--devices", "8", "--link", "weak", "--step-free", "yes", "--languages", "dz", "tsj",
        "--phone", "17 12 34 56", "--email", "khoma@example.org", "--admission", "arrangement",
        "--closed-days", "Closed on public holidays.",
    )  # fmt: skip
    centre = Centre.objects.get()
    assert (centre.address_en, centre.position, centre.devices) == ("Behind the dzong", (27.68, 91.22), 8)
    assert (centre.link, centre.step_free, centre.languages) == ("weak", "yes", ["dz", "tsj"])
    assert (centre.phone, centre.email, centre.admission) == ("+97517123456", "khoma@example.org", "arrangement")
    assert centre.closed_days_en == "Closed on public holidays."
    assert centre.hours.count() == 11
    assert centre.hours.filter(weekday=5).get().opens == time(10)


@pytest.mark.parametrize(
    "more",
    [("--position", "27"), ("--hours", "9-12"), ("--hours", "mon 12-9"), ("--hours", "fri-mon 9-12"), ("--phone", "1")],
)
def test_what_makes_no_sense_is_refused(office, more):
    if more[1].startswith("fri"):
        call_command(*WORDS, *more)  # a week that goes backwards has no days
        assert not Centre.objects.get().hours.exists()
        return
    with pytest.raises(CommandError):
        call_command(*WORDS, *more)
    assert not Centre.objects.exists()
