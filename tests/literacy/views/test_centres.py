"""What everyone sees of centres."""

import csv
import re
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.people.models import Membership
from literacy import hours
from literacy.actions import centres as actions
from literacy.models import Centre, Sitting
from literacy.views.centres import MAY_ASK_WHERE, true_for
from tests.factories.literacy_assessment import a_planned
from tests.factories.literacy_centres import a_centre, gewog_of
from tests.factories.people import PersonFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role
EVERY_DAY = {day: [(time(0), time(23, 59))] for day in range(7)}
LIST, NEAR = "/en/learn/centres/", "/en/learn/centres/near/"
WHERE = {"latitude": "27.6789", "longitude": "91.2199"}


@pytest.fixture
def kept(settings):
    settings.SHARED_PAGE_SECONDS = 30


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_takes_the_same_queries(client, how_many, django_assert_num_queries):
    made = [a_centre() for _ in range(how_many)]
    with django_assert_num_queries(4):
        page = client.get(LIST).text
    assert [centre.get_absolute_url() in page for centre in made] == [True] * how_many
    assert f"{how_many} centre" in page


@pytest.mark.parametrize("how_many", [1, 3])
def test_near_takes_the_same_queries(client, how_many, django_assert_num_queries):
    made = [a_centre(latitude=27.68, longitude=91.22) for _ in range(how_many)]
    address = f"{NEAR}?gewog={gewog_of('Khoma').code}"
    with django_assert_num_queries(3):
        page = client.get(address).text
    assert [centre.get_absolute_url() in page for centre in made] == [True] * how_many


def soon():
    """What makes a sitting one that anybody may book."""
    begins = timezone.now() + timedelta(days=2)
    return {"is_public": True, "starts_at": begins, "ends_at": begins + timedelta(hours=3)}


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_centre_with_sittings_takes_the_same_queries(client, how_many, django_assert_num_queries):
    centre = a_centre(week=EVERY_DAY)
    for _ in range(how_many):
        Sitting.objects.filter(pk=a_planned().pk).update(**(soon() | {"centre": centre}))
    with django_assert_num_queries(4):
        page = client.get(centre.get_absolute_url()).text
    assert page.count("Test Banking") == how_many


def test_the_list_stands_by_dzongkhag_and_leads_to_each(client):
    a_centre("Khoma", name="East"), a_centre("Chang", name="West")
    page = client.get(LIST).text
    assert re.findall(r"<section><h2>(\w+)</h2>", page) == ["Lhuentse", "Thimphu"]
    assert 'href="/en/learn/centres/?dzongkhag=BT-44"' in page
    assert 'href="/en/learn/centres/?dzongkhag=BT-33"' not in page
    page = client.get(f"{LIST}?dzongkhag=BT-44").text
    assert "East" in page
    assert "West" not in page
    assert client.get("/dz/learn/centres/").status_code == 200


def test_a_long_list_is_paged(client):
    for _ in range(25):
        a_centre()
    assert client.get(LIST).text.count('class="link" href="/en/learn/centres/') == 25 - 1 + 1  # 24 and the file
    assert client.get(f"{LIST}?page=2").text.count('class="link" href="/en/learn/centres/') == 2


def test_a_page_says_all_that_is_known_and_names_no_person(client):
    keeper = holder_of(Role.COORDINATOR, (house := a_centre().organisation), full_name="Secret Keeper")
    centre = a_centre(
        name="Khoma Hall",
        organisation=house,
        address_en="Behind the dzong",
        latitude=27.68,
        longitude=91.22,
        seats=12,
        devices=7,
        link="weak",
        step_free="partly",
        languages=["dz", "tsj"],
        phone="+97517123456",
        email="khoma@example.org",
        closed_days_en="Closed in the week of the tshechu.",
        week={0: [(time(9), time(12)), (time(13), time(17))]},
    )
    page = client.get(centre.get_absolute_url()).text
    for words in (
        "Khoma Hall",
        "Khoma, Lhuentse",
        "Behind the dzong",
        'href="geo:27.68000,91.22000"',
        'href="tel:+97517123456"',
        "+975 17 12 34 56",
        "khoma@example.org",
        "<dt>Seats</dt><dd>12</dd>",
        "<dt>Devices</dt><dd>7</dd>",
        "<dt>Internet</dt><dd>Weak</dd>",
        "<dt>Without steps</dt><dd>Partly</dd>",
        "Dzongkha, Tshangla",
        "09:00 – 12:00<br>13:00 – 17:00",
        "Closed in the week of the tshechu.",
        "No sitting is planned here yet.",
    ):
        assert words in page, words
    assert keeper.full_name not in page


def test_a_page_of_a_centre_of_which_little_is_known_says_so(client):
    page = client.get(a_centre().get_absolute_url()).text
    assert "We do not know when it is open. Call before you come." in page
    assert "geo:" not in page
    assert "tel:" not in page
    assert "Ask at the office of the gewog." in page
    page = client.get(a_centre(admission="arrangement").get_absolute_url()).text
    assert "By arrangement: call before you come." in page


def test_a_coming_sitting_leads_to_its_seats_where_anybody_may_book_them(client):
    planned = a_planned()
    centre, link = planned.centre, f'href="{reverse("literacy:book", args=[planned.public_id])}"'
    assert link not in client.get(centre.get_absolute_url()).text
    cache.clear()
    Sitting.objects.filter(pk=planned.pk).update(**soon())
    page = client.get(centre.get_absolute_url()).text
    assert "Test Banking · Test Safety" in page
    assert link in page
    assert planned.invigilator.full_name not in page


def test_a_sitting_that_is_over_or_was_held_is_not_coming(client):
    planned = a_planned()
    now = timezone.now()
    Sitting.objects.filter(pk=planned.pk).update(starts_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1))
    assert "No sitting is planned here yet." in client.get(planned.centre.get_absolute_url()).text


def test_a_closed_centre_keeps_its_page_and_leads_elsewhere(client):
    centre = a_centre(phone="+97517123456")
    actions.close(centre=centre, reason="Secret leak", by=holder_of(Role.PROGRAMME_OFFICER))
    page = client.get(centre.get_absolute_url()).text
    assert "This centre has been closed since" in page
    assert f"{NEAR}?gewog={centre.gewog.code}" in page
    assert "Secret leak" not in page
    assert "tel:" not in page
    assert centre.get_absolute_url() not in client.get(LIST).text


def test_officers_find_closed_centres_and_others_do_not(client):
    centre = a_centre()
    actions.close(centre=centre, reason="The roof leaks.", by=holder_of(Role.PROGRAMME_OFFICER))
    assert centre.get_absolute_url() not in client.get(f"{LIST}?show=closed").text
    client.force_login(holder_of(Role.PROGRAMME_OFFICER))
    assert centre.get_absolute_url() in client.get(f"{LIST}?show=closed").text
    assert "The roof leaks." in client.get(centre.get_absolute_url()).text


def test_those_who_keep_a_centre_find_it_on_top_of_the_list(client):
    centre = a_centre()
    client.force_login(holder_of(Role.COORDINATOR, centre.organisation))
    assert "Centres that you keep" in client.get(LIST).text
    client.force_login(holder_of(Role.COORDINATOR, a_planned().centre.organisation))
    assert client.get(LIST).text.count(centre.get_absolute_url()) == 1


# --- open now ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (EVERY_DAY, "Open now until 23:59."),
        ({}, "We do not know when it is open."),
    ],
)
def test_open_now_is_said_by_the_clock(client, week, words):
    assert words in client.get(a_centre(week=week).get_absolute_url()).text


@pytest.mark.parametrize(
    ("weekday", "words"),
    [(0, "It opens today at 10:00."), (1, "It opens tomorrow at 10:00."), (3, "It opens on Thursday at 10:00.")],
)
def test_when_it_opens_next_is_said_in_words(client, weekday, words):
    centre = a_centre(week={weekday: [(time(10), time(12))]})
    with time_machine.travel(timezone.make_aware(datetime(2026, 11, 30, 9)), tick=False):  # a Monday
        page = client.get(centre.get_absolute_url()).text
    assert ("Closed now." in page, words in page) == (True, True)


def test_hours_are_those_of_thimphu():
    centre = a_centre(week={0: [(time(9), time(17))]})
    monday = datetime(2026, 11, 30, tzinfo=timezone.get_fixed_timezone(0))
    assert centre.now(monday.replace(hour=3)).is_open  # nine o'clock there
    assert not centre.now(monday.replace(hour=2, minute=59)).is_open
    assert not centre.now(monday.replace(hour=11)).is_open  # five o'clock there
    assert timezone.localtime(centre.now(monday.replace(hour=3)).until).time() == time(17)


def test_a_kept_page_does_not_outlive_what_it_says():
    def at(hour, minute=0, second=0):
        return timezone.make_aware(datetime.combine(date(2026, 11, 30), time(hour, minute, second)))

    spans = [(0, time(9), time(17))]
    for now, seconds in ((at(16, 59, 58), 2), (at(8, 59), 60), (at(17), 7 * 3600), (at(23, 59, 59), 1)):
        assert true_for(hours.at(spans, now), now) == seconds
    assert true_for(hours.Now(is_open=False, until=None), at(23)) == 3600


def test_a_centres_page_is_kept_for_all(kept, client, django_assert_num_queries):
    address = a_centre(week=EVERY_DAY).get_absolute_url()
    first = client.get(address).text
    with django_assert_num_queries(0):
        assert client.get(address).text == first


# --- near -------------------------------------------------------------------------------------------------------------


def test_a_place_in_any_spelling_leads_to_what_is_near_it(client):
    for typed in ("khoma", "Khoma, Lhuntse", " KHOMA  gewog "):
        assert client.get(NEAR, {"place": typed})["Location"] == f"{NEAR}?gewog={gewog_of('Khoma').code}"
    assert client.get(NEAR, {"place": "Lhuntse"})["Location"] == f"{NEAR}?dzongkhag=BT-44"
    assert client.get(f"{NEAR}?dzongkhag=BT-44").status_code == 200


def test_a_name_of_two_places_offers_both_and_one_of_none_asks_again(client):
    page = client.get(NEAR, {"place": "Norboogang"}).text
    assert "Which of these do you mean?" in page
    assert page.count('href="?gewog=') == 2
    page = client.get(NEAR, {"place": "<xyzzy>"}).text
    assert "We do not know this place." in page
    assert "&lt;xyzzy&gt;" in page


@pytest.mark.parametrize("asked", ["gewog=BT-00-00", "dzongkhag=nowhere"])
def test_an_unknown_place_in_the_address_is_not_found(client, asked):
    assert client.get(f"{NEAR}?{asked}").status_code == 404


def test_whoever_is_signed_in_sees_what_is_near_their_gewog(client):
    centre = a_centre("Khoma")
    client.force_login(PersonFactory(gewog=gewog_of("Khoma")))
    page = client.get(NEAR).text
    assert "In your gewog" in page
    assert centre.get_absolute_url() in page
    client.force_login(PersonFactory(gewog=None))
    assert centre.get_absolute_url() not in client.get(NEAR).text


def test_distances_are_told_with_what_they_mean(client):
    a_centre("Kanglung", latitude=27.28, longitude=91.52)
    page = client.get(f"{NEAR}?gewog={gewog_of('Khoma').code}").text
    assert "about 55 km as the crow flies" in page
    assert "counted from the main town of your dzongkhag. The road is longer" in page.replace("  ", " ")
    assert "༥༥" in client.get(f"/dz/learn/centres/near/?gewog={gewog_of('Khoma').code}").text


def test_what_the_device_tells_is_used_once_and_kept_nowhere(kept, client, caplog):
    centre = a_centre("Khoma", latitude=27.68, longitude=91.22)
    answer = client.post(NEAR, WHERE)
    assert answer.status_code == 200
    assert centre.get_absolute_url() in answer.text
    assert "about 1 km as the crow flies" in answer.text
    assert answer["Cache-Control"] == "no-store, private"
    assert answer.context["where"].told == (27.68, 91.22)
    assert not re.search(r"27\.67|91\.21|91\.22", answer.text)
    assert not client.session.keys()
    assert not caplog.records
    assert centre.get_absolute_url() not in client.get(NEAR).text
    assert not any("near" in key.decode() and b"91" in key for key in cache._cache.get_client().keys("*near*"))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"latitude": "x", "longitude": "1"},
        {"latitude": "nan", "longitude": "1"},
        {"latitude": "91", "longitude": "1"},
    ],
)
def test_what_is_no_position_asks_for_the_gewog(client, data):
    assert "Your phone did not say where it is." in client.post(NEAR, data).text


def test_only_the_page_of_what_is_near_may_ask_where_one_is(client):
    assert client.get(NEAR)["Permissions-Policy"] == MAY_ASK_WHERE
    assert "geolocation=(self)" in MAY_ASK_WHERE
    assert MAY_ASK_WHERE.count("()") == 5
    assert client.get(LIST)["Permissions-Policy"].count("geolocation=()") == 1
    assert "geolocation=()" in client.get(a_centre().get_absolute_url())["Permissions-Policy"]


# --- the file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_file_holds_every_working_centre(client, how_many, django_assert_num_queries):
    for number in range(how_many):
        a_centre(name=f"Hall {number}", languages=["dz", "ne"], week={0: [(time(9), time(12))]}, devices=0)
    closed = a_centre()
    Centre.objects.filter(pk=closed.pk).update(closed_since=date(2026, 1, 1), closed_reason="x")
    with django_assert_num_queries(2):
        answer = client.get(reverse("literacy:centres_csv"))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["name"] for row in rows] == [f"Hall {number}" for number in range(how_many)]
    assert rows[0] | {"id": ""} == rows[0] | {
        "id": "",
        "dzongkhag": "Lhuentse",
        "gewog": "Khoma",
        "opening_hours": "1 09:00-12:00",
        "devices": "0",
        "languages": "dz ne",
        "latitude": "",
    }
