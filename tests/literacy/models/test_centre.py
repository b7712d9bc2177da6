"""What the database itself keeps of centres, whoever writes."""

from datetime import date, time

import pytest
from django.db import IntegrityError, connection, transaction

from literacy.models import Centre, OpeningHours
from tests.factories.literacy_centres import a_centre

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wall", "fields"),
    [
        ("lies_in_bhutan", {"latitude": 27.5}),
        ("lies_in_bhutan", {"longitude": 90.5}),
        ("lies_in_bhutan", {"latitude": 90.5, "longitude": 27.5}),
        ("lies_in_bhutan", {"latitude": 22.57, "longitude": 88.36}),
        ("speaks_known_languages", {"languages": ["dz", "xx"]}),
        ("phone_is_e164", {"phone": "17123456"}),
        ("closed_with_a_reason", {"closed_since": date(2026, 1, 1)}),
        ("closed_with_a_reason", {"closed_reason": "The roof leaks."}),
    ],
)
def test_a_centre_that_makes_no_sense_is_refused(wall, fields):
    centre = a_centre()
    with pytest.raises(IntegrityError, match=f"literacy_centre_{wall}"), transaction.atomic():
        Centre.objects.filter(pk=centre.pk).update(**fields)


@pytest.mark.parametrize(
    ("wall", "fields"),
    [
        ("close_after_they_open", {"opens": time(9), "closes": time(9)}),
        ("close_after_they_open", {"opens": time(17), "closes": time(9)}),
        ("of_a_day_of_the_week", {"weekday": 7}),
        ("do_not_overlap", {"opens": time(11, 59), "closes": time(13)}),
        ("do_not_overlap", {"opens": time(8), "closes": time(18)}),
    ],
)
def test_hours_that_make_no_sense_are_refused(wall, fields):
    centre = a_centre(week={0: [(time(9), time(12))]})
    wanted = {"centre": centre, "weekday": 0, "opens": time(13), "closes": time(17)}
    with pytest.raises(IntegrityError, match=f"literacy_hours_{wall}"), transaction.atomic():
        OpeningHours.objects.create(**wanted | fields)


def test_hours_may_touch_and_be_the_same_on_another_day_or_elsewhere():
    centre = a_centre(week={0: [(time(9), time(12)), (time(12), time(17))], 1: [(time(9), time(12))]})
    a_centre(week={0: [(time(9), time(12))]})
    assert centre.hours.count() == 3


def test_the_release_before_still_founds_centres():
    """Its code names only the columns that it knows."""
    other = a_centre()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into literacy_centre (public_id, name, name_en, gewog_id, organisation_id, seats, is_demonstration)"
            " values (gen_random_uuid(), 'Old', 'Old', %s, %s, 5, false)",
            [other.gewog_id, other.organisation_id],
        )
    old = Centre.objects.get(name_en="Old")
    assert (old.link, old.languages, old.version, old.phone, old.closed_since) == ("unknown", [], 1, "", None)
