"""Which sittings come first, and for whom."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from intelligent_bhutan.places.models import Gewog
from literacy.actions import booking
from literacy.models import Domain, Sitting
from literacy.queries import booking as queries
from tests.factories.literacy_booking import a_centre, a_coming
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def gewogs():
    """A gewog, another one of its dzongkhag, and one of another dzongkhag."""
    here = Gewog.objects.order_by("code").first()
    beside = Gewog.objects.filter(dzongkhag=here.dzongkhag_id).exclude(pk=here.pk).first()
    return here, beside, Gewog.objects.exclude(dzongkhag=here.dzongkhag_id).first()


def test_near_puts_the_gewog_first_then_the_dzongkhag_then_the_earliest():
    here, beside, far = gewogs()
    later_far, early_far = (a_coming(centre=a_centre(gewog=far), days=days) for days in (5, 2))
    next_door = a_coming(centre=a_centre(gewog=beside), days=9)
    at_home = a_coming(centre=a_centre(gewog=here), days=20)
    found = list(queries.near(PersonFactory(gewog=here)))
    assert found == [at_home, next_door, early_far, later_far]
    assert [sitting.rank for sitting in found] == [0, 1, 2, 2]
    assert list(queries.near(here)) == found
    assert list(queries.near(None)) == [early_far, later_far, next_door, at_home]


def test_near_counts_from_where_a_centre_lies_if_somebody_said_so():
    khoma, thimphu = (Gewog.objects.get(name_en=name) for name in ("Khoma", "Chang"))
    town = a_coming(centre=a_centre(gewog=khoma), days=2)
    closer = a_coming(centre=a_centre(gewog=khoma, latitude=27.5, longitude=89.7), days=5)
    at_home = [
        a_coming(centre=a_centre(gewog=thimphu, latitude=latitude, longitude=89.6), days=days)
        for latitude, days in ((27.9, 3), (27.5, 4))
    ]
    beside = Gewog.objects.filter(dzongkhag=thimphu.dzongkhag_id).exclude(pk=thimphu.pk).first()
    assert list(queries.near(beside)) == [*at_home, closer, town]


def test_near_shows_what_can_be_booked_and_how_many_seats_are_free():
    sitting = a_coming(seats=3)
    a_coming(is_public=False)
    a_coming(start=timezone.now() + timedelta(minutes=119))
    gone = a_coming(days=4)
    Sitting.objects.filter(pk=gone.pk).update(state="voided", voided_at=timezone.now(), void_reason="Fire")
    people = [PersonFactory(), PersonFactory()]
    places = [booking.book(sitting=sitting, citizen=person, by=person) for person in people]
    booking.give_back(candidate=places[0], by=people[0])
    assert [(one.pk, one.free) for one in queries.near(None)] == [(sitting.pk, 2)]
    assert [one.free for one in queries.coming_at(sitting.centre)] == [2]
    assert queries.coming_at(gone.centre) == []


def test_wanted_narrows_by_domain_place_and_month_and_forgives_nonsense():
    banking = Domain.objects.filter(key="banking")
    _here, _beside, far = gewogs()
    first, second = a_coming(days=1, domains=banking), a_coming(centre=a_centre(gewog=far), days=70)
    months, found = queries.months_ahead(), queries.near(None)
    month = timezone.localdate(second.starts_at).isoformat()[:7]

    def asked(left=(), **query):
        return list(queries.Wanted.asked(query, months).among(found, left))

    assert asked(domain="video-calls") == [second]
    assert asked(dzongkhag=far.dzongkhag.code) == [second]
    assert asked(month=month) == [second]
    assert asked(left=Domain.objects.filter(key="video-calls")) == [second]
    assert asked(left=banking) == asked(month="2026-99") == [first, second]


def test_months_ahead_cross_the_year():
    november = timezone.make_aware(timezone.datetime(2026, 11, 27))
    assert [month.isoformat() for month in queries.months_ahead(november)][::5] == ["2026-11-01", "2027-04-01"]


def test_next_dates_are_not_full_not_booked_and_in_what_is_asked():
    person, banking = PersonFactory(), list(Domain.objects.filter(key="banking"))
    mine, full, other = a_coming(days=2), a_coming(days=3, seats=1), a_coming(days=4)
    a_coming(days=5, domains=Domain.objects.filter(key="video-calls"))
    booking.book(sitting=mine, citizen=person, by=person)
    stranger = PersonFactory()
    booking.book(sitting=full, citizen=stranger, by=stranger)
    assert queries.next_for(person, banking) == [other]


def test_everybody_needs_what_they_have_not_passed():
    assert len(queries.domains_left(AnonymousUser())) == len(queries.domains_left(PersonFactory())) == 5
