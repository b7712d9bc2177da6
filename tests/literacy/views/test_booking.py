"""Finding a sitting, booking, moving and giving back, as people see it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.places.models import Gewog
from literacy.actions import booking, scheduling
from literacy.models import Candidate, Proficiency
from literacy.queries import standards
from tests.factories.literacy_assessment import a_standard, an_open, sit
from tests.factories.literacy_booking import a_centre, a_coming
from tests.factories.people import PersonFactory, holder_of

pytestmark = pytest.mark.django_db
FIND = "literacy:find_sittings"


def main_of(answer):
    return answer.text.split("<main")[1].split("</main>")[0]


def signed_in(client, **fields):
    person = PersonFactory(**fields)
    client.force_login(person)
    return person


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_of_coming_sittings_takes_the_same_queries(client, how_many, django_assert_num_queries):
    made = [a_coming(days=2 + number) for number in range(how_many)]
    signed_in(client)
    with django_assert_num_queries(19):
        page = main_of(client.get(reverse(FIND)))
    assert [reverse("literacy:book", args=[sitting.public_id]) in page for sitting in made] == [True] * how_many


def test_whoever_is_not_signed_in_sees_the_dates_and_is_asked_to_sign_in(client):
    sitting = a_coming()
    page = main_of(client.get(reverse(FIND)))
    assert sitting.centre.name in page
    assert f"{reverse('account_login')}?next={reverse(FIND)}" in page
    answer = client.get(reverse("literacy:book", args=[sitting.public_id]))
    assert answer["Location"].startswith(reverse("account_login"))


def test_the_nearest_stands_first_and_seats_are_said_in_words(client):
    here = Gewog.objects.order_by("code").first()
    far = Gewog.objects.exclude(dzongkhag=here.dzongkhag_id).first()
    a_coming(days=2, seats=1, centre=a_centre(gewog=far))
    at_home = a_coming(days=9, seats=3)
    full = a_coming(days=10, seats=1)
    stranger = PersonFactory()
    booking.book(sitting=full, citizen=stranger, by=stranger)
    signed_in(client, gewog=here)
    page = main_of(client.get(reverse(FIND)))
    order = [page.index(word) for word in (at_home.centre.name, full.centre.name, "1 seat free")]
    assert order == sorted(order)
    assert ("3 seats free" in page, ">Full<" in page) == (True, True)
    assert reverse("literacy:book", args=[full.public_id]) not in page


@pytest.mark.parametrize("asked", ["domain", "dzongkhag", "moving", "month"])
def test_a_filter_that_no_database_can_read_is_refused(client, asked):
    assert client.get(reverse(FIND), {asked: "\x00"}).status_code == 400


def test_a_person_books_sees_the_seat_fetches_the_calendar_moves_and_gives_back(client):
    first, second = a_coming(days=2), a_coming(days=3)
    person = signed_in(client)
    there = reverse("literacy:book", args=[first.public_id])
    assert "Yes, book this seat" in client.get(there).text
    answer = client.post(there)
    place = Candidate.objects.get()
    assert answer["Location"] == place.get_absolute_url()
    page = main_of(client.get(answer["Location"]))
    assert ("Your seat is booked" in page, "Seat 1" in page, "Your identity card" in page) == (True, True, True)
    assert "You have this seat already." in client.post(there, follow=True).text
    file = client.get(reverse("literacy:booking_calendar", args=[place.public_id]))
    assert (file["Content-Type"], "BEGIN:VEVENT" in file.text) == ("text/calendar; charset=utf-8", True)
    assert (f"UID:{place.public_id}@" in file.text, "SEQUENCE:0" in file.text) == (True, True)
    assert place.get_absolute_url() in client.get(reverse("my_page")).text
    moving = client.get(reverse(FIND), {"moving": place.public_id}).text
    move = reverse("literacy:move_seat", args=[place.public_id, second.public_id])
    assert move in moving
    assert "is given back." in client.get(move).text
    moved = Candidate.objects.get(moved_from=place) if client.post(move) else None
    assert "This seat was moved" in client.get(place.get_absolute_url()).text
    Candidate.objects.filter(pk=place.pk).update(booked_at=timezone.now() - timedelta(days=1))
    later = client.get(reverse("literacy:booking_calendar", args=[moved.public_id])).text
    assert (f"UID:{place.public_id}@" in later, "SEQUENCE:864" in later) == (True, True)
    back = reverse("literacy:give_back", args=[moved.public_id])
    assert "Give this seat back?" in client.get(back).text
    assert "This seat is given back" in client.post(back, follow=True).text
    assert not Candidate.objects.registered().filter(citizen=person).exists()


def test_a_full_sitting_offers_others(client):
    full, other = a_coming(seats=1), a_coming(days=4)
    stranger = PersonFactory()
    there = reverse("literacy:book", args=[full.public_id])
    signed_in(client)
    booking.book(sitting=full, citizen=stranger, by=stranger)
    for answer in (client.get(there), client.post(there)):
        page = main_of(answer)
        assert "This sitting is full. Please choose another date." in page
        assert reverse("literacy:book", args=[other.public_id]) in page
        assert "Yes, book this seat" not in page
    assert client.post(there).status_code == 422


def test_what_hinders_somebody_is_said_before_they_press(client):
    person = signed_in(client)
    Proficiency.objects.create(citizen=person, standard=standards.in_force(), reached_at=timezone.now())
    sitting = a_coming()
    assert "You have passed the whole examination" in client.get(reverse(FIND)).text
    page = main_of(client.get(reverse("literacy:book", args=[sitting.public_id])))
    assert "You need no other sitting." in page
    assert "<form" not in page


def test_a_cancelled_sitting_says_why_and_offers_the_next_dates(client):
    sitting, other = a_coming(), a_coming(days=6)
    person = signed_in(client)
    place = booking.book(sitting=sitting, citizen=person, by=person)
    scheduling.cancel(sitting=sitting, reason="The road is closed", by=holder_of("programme_officer"))
    page = main_of(client.get(place.get_absolute_url()))
    assert "This sitting will not take place" in page
    assert "The road is closed" in page
    assert reverse("literacy:book", args=[other.public_id]) in page


def test_a_seat_of_a_sitting_that_has_begun_cannot_be_changed(client):
    person = signed_in(client)
    place = an_open(citizens=[person]).candidates.get()
    page = main_of(client.get(place.get_absolute_url()))
    assert "Admitted" in page
    assert reverse("literacy:give_back", args=[place.public_id]) not in page
    assert client.get(reverse("literacy:give_back", args=[place.public_id]))["Location"] == place.get_absolute_url()
    assert client.post(reverse("literacy:give_back", args=[place.public_id])).status_code == 422


def test_whoever_failed_sees_the_next_dates_near_them_beside_what_to_practise(client):
    standard = a_standard("test-banking", "test-safety")
    person = PersonFactory()
    held = an_open(standard, [person])
    candidate = held.candidates.select_related("citizen").get()
    passed, failed = standard.domains.order_by("pk")
    sit(candidate, passed, 5)
    attempt = sit(candidate, failed, 0)
    useless, useful = a_coming(days=2, domains=[passed]), a_coming(days=3, domains=[failed])
    client.force_login(person)
    for address in (reverse("literacy:sitting_results", args=[candidate.public_id]), attempt.get_absolute_url()):
        page = main_of(client.get(address))
        assert "The next dates near you" in page
        assert reverse("literacy:book", args=[useful.public_id]) in page
        assert reverse("literacy:book", args=[useless.public_id]) not in page


def test_filters_narrow_the_list_and_pages_keep_them(client):
    for days in range(2, 14):
        a_coming(days=days)
    month = timezone.localdate(timezone.now() + timedelta(days=2)).isoformat()[:7]
    page = client.get(reverse(FIND), {"domain": "banking", "month": month}).text
    assert 'value="banking" selected' in page
    assert f'value="{month}" selected' in page
    assert client.get(reverse(FIND), {"domain": "nothing"}).text.count("No sitting like this is planned yet") == 1
    assert "domain=banking&amp;page=2" in client.get(reverse(FIND), {"domain": "banking"}).text
