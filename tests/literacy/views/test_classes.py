"""Signing in with class code, roll number and PIN."""

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.people.actions import pins as pin_actions
from intelligent_bhutan.people.models import Membership, Pin, SignInLimit
from intelligent_bhutan.people.pictures import PICTURE_WORDS
from literacy.actions import cohorts
from tests.factories import literacy_classes as factory
from tests.factories.literacy_classes import DIGITS, PICTURES

pytestmark = pytest.mark.django_db
WRONG = ["moon", "yak", "dzong", "lamp"]
CODE, ROLL, PIN = (reverse(f"literacy:{name}") for name in ("class_sign_in", "class_roll", "class_pin"))


def signed_in_as(client):
    """The primary key of whoever the client's session belongs to, or None."""
    return int(client.session.get(SESSION_KEY, 0)) or None


def guess(client, cohort, roll=1, times=1):
    """Wrong PINs of whichever kind is asked for; returns the last page."""
    for _ in range(times):
        asked = factory.come_to_pin(client, cohort, roll)
        page = factory.give_pin(client, WRONG if asked.context["kind"] == "picture" else list("999990"))
    return page


@pytest.mark.parametrize("symbols", [PICTURES, DIGITS])
def test_a_learner_signs_in_by_pictures_or_by_digits(client, symbols):
    cohort = factory.a_class()
    person = factory.with_pin(cohort, symbols=symbols)
    answer = factory.sign_in(client, cohort, symbols=symbols)
    assert (answer.status_code, answer["Location"]) == (302, reverse("my_page"))
    assert signed_in_as(client) == person.pk
    assert client.session.get_expiry_age() == 8 * 60 * 60


@pytest.mark.parametrize("written", ["{0}", " {0} ", "{1}", "{2}"])
def test_a_class_code_forgives_case_spaces_and_dashes(client, written):
    code = factory.a_class(learners=0).code
    text = written.format(code, code.lower(), f"{code[:3]}-{code[3:]}")
    assert client.post(CODE, {"code": text})["Location"] == ROLL


def test_a_wrong_class_code_says_what_to_do_and_keeps_nothing(client):
    page = client.post(CODE, {"code": "NOCLASS"})
    assert page.status_code == 422
    assert "There is no class with this code. Look at your card, or ask your teacher." in page.text
    assert not page.cookies.get("sessionid")


@pytest.mark.parametrize("roll", ["༡༢", " 12", "१२", "12", "༡༢་"])
def test_a_roll_number_is_read_in_any_digits(client, roll):
    cohort = factory.a_class(learners=12)
    person = factory.with_pin(cohort, 12)
    factory.sign_in(client, cohort, roll)
    assert signed_in_as(client) == person.pk


@pytest.mark.parametrize("roll", ["twelve", "-1", "1.5", "123456789"])
def test_what_is_no_roll_number_is_refused(client, roll):
    cohort = factory.a_class()
    client.post(CODE, {"code": cohort.code})
    page = client.post(ROLL, {"roll_number": roll})
    assert (page.status_code, "A roll number is a number, such as 14." in page.text) == (422, True)


def test_digits_of_a_pin_are_read_in_tibetan_and_with_spaces(client):
    cohort = factory.a_class()
    person = factory.with_pin(cohort, symbols=DIGITS)
    factory.come_to_pin(client, cohort)
    client.post(PIN, {"pin": "༣༨༥ ༢༠༡"})
    assert signed_in_as(client) == person.pk


@pytest.mark.parametrize("address", [ROLL, PIN])
def test_nobody_jumps_to_a_later_step(client, address):
    assert client.get(address)["Location"] == CODE


def test_the_session_gets_a_new_key_and_forgets_the_steps(client):
    cohort = factory.a_class()
    factory.with_pin(cohort)
    factory.come_to_pin(client, cohort)
    before = client.session.session_key
    factory.give_pin(client, PICTURES)
    assert client.session.session_key not in (None, before)
    assert not Session.objects.filter(pk=before).exists()
    assert "class" not in client.session


def test_the_tablet_of_one_learner_passes_to_the_next_with_nothing_left(client):
    cohort = factory.a_class(learners=2)
    for roll in (1, 2):
        person = factory.with_pin(cohort, roll)
        factory.sign_in(client, cohort, roll)
        client.session["left"] = "behind"
    assert signed_in_as(client) == person.pk
    assert "left" not in client.session


def test_next_leads_nowhere_else(client):
    cohort = factory.a_class()
    factory.with_pin(cohort, symbols=DIGITS)
    factory.come_to_pin(client, cohort)
    answer = client.post(f"{PIN}?next=https://evil.example/", {"pin": "".join(DIGITS), "next": "https://evil.example/"})
    assert answer["Location"] == reverse("my_page")


@pytest.mark.parametrize("address", [CODE, ROLL, PIN])
def test_each_step_demands_a_token_and_is_kept_by_no_cache(address):
    client = Client(enforce_csrf_checks=True)
    assert client.post(address, {"code": "A", "roll_number": "1", "pin": "385201"}).status_code == 403
    cohort, client = factory.a_class(), Client()
    factory.come_to_pin(client, cohort)
    page = client.get(address)
    assert (page.status_code, "no-store" in page["Cache-Control"]) == (200, True)


def test_pictures_touched_so_far_do_not_stand_in_the_session_and_can_be_begun_again(client):
    cohort = factory.a_class()
    person = factory.with_pin(cohort)
    factory.come_to_pin(client, cohort)
    factory.give_pin(client, PICTURES[:3])
    kept = str(dict(client.session))
    assert [one for one in PICTURES if one in kept] == []
    client.post(PIN, {"again": "1"})
    factory.give_pin(client, PICTURES)
    assert signed_in_as(client) == person.pk


def test_pictures_touched_under_a_key_that_changed_are_forgotten(client, settings):
    factory.come_to_pin(client, factory.a_class())
    cohort = factory.a_class()
    factory.with_pin(cohort)
    factory.come_to_pin(client, cohort)
    factory.give_pin(client, PICTURES[:2])
    settings.PIN_KEY = "changed"
    assert client.get(PIN).context["given"] == 0


def without_token(page):
    """The page without what differs at every look."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page.text)


@pytest.mark.parametrize("symbols", [None, PICTURES])
def test_a_roll_number_that_nobody_has_looks_like_one_that_somebody_has(client, symbols, monkeypatch):
    cohort = factory.a_class()
    if symbols:
        factory.with_pin(cohort, symbols=symbols)
    monkeypatch.setattr("intelligent_bhutan.people.pins.decoy", lambda *_: "picture")
    monkeypatch.setattr("intelligent_bhutan.people.pins.layout", lambda *_: sorted(PICTURES))
    pages = [factory.come_to_pin(client, cohort, roll) for roll in (1, 99)]
    pages += [guess(client, cohort, roll, times) for times in (1, 4) for roll in (1, 99)]
    somebody, nobody = pages[::2], pages[1::2]
    assert [one.status_code for one in somebody] == [one.status_code for one in nobody] == [200, 422, 422]
    assert [without_token(one) for one in somebody] == [without_token(one) for one in nobody]


def test_a_wrong_pin_costs_the_same_queries_whoever_is_asked(client, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("intelligent_bhutan.people.pins.decoy", lambda *_: "number")
    cohort = factory.a_class(learners=2)
    factory.with_pin(cohort, symbols=DIGITS)
    for roll in (1, 2, 99):  # a PIN, no PIN, nobody
        factory.come_to_pin(client, cohort, roll)
        with django_assert_num_queries(10):
            assert client.post(PIN, {"pin": "999990"}).status_code == 422


def test_ten_wrong_guesses_lock_one_learner_for_a_while_and_nobody_else(client):
    cohort = factory.a_class(learners=3)
    for roll in (1, 2):
        factory.with_pin(cohort, roll)
    page = guess(client, cohort, times=10)
    assert re.search(r"Too many tries. You can try again at \d\d:\d\d\. Your teacher", page.text)
    factory.sign_in(client, cohort)
    assert signed_in_as(client) is None, "the right PIN waits as well"
    assert SignInLimit.objects.get(key__startswith="person:").failures == 5
    neighbour = factory.sign_in(Client(), cohort, 2)
    assert neighbour.status_code == 302


def test_a_lock_ends_by_itself(client):
    cohort = factory.a_class()
    person = factory.with_pin(cohort)
    guess(client, cohort, times=5)
    SignInLimit.objects.update(blocked_until=timezone.now())
    factory.sign_in(client, cohort)
    assert signed_in_as(client) == person.pk
    assert not SignInLimit.objects.filter(key__startswith="person:").exists()


def test_a_lock_ends_by_a_new_pin_from_the_coordinator(client):
    cohort = factory.a_class()
    person = factory.with_pin(cohort)
    guess(client, cohort, times=5)
    symbols = pin_actions.reset_pin(person=person, kind="picture", by=cohort.coordinator)
    factory.sign_in(client, cohort, symbols=symbols)
    assert signed_in_as(client) == person.pk


def test_a_class_behind_one_address_gets_in_though_many_mistype():
    cohort = factory.a_class(learners=40)
    for roll in range(1, 41):
        factory.with_pin(cohort, roll, DIGITS)
        browser = Client(REMOTE_ADDR="10.0.0.7")
        guess(browser, cohort, roll)
        assert factory.sign_in(browser, cohort, roll, DIGITS).status_code == 302


def test_one_guess_at_each_of_many_learners_is_a_pause_for_the_class(client):
    cohort = factory.a_class()
    factory.with_pin(cohort)
    SignInLimit.objects.create(key=f"cohort:{cohort.code}", failures=98)
    guess(client, cohort, 701)
    assert guess(client, cohort, 702).context["whole_class"]
    page = factory.sign_in(client, cohort)
    assert "Too many wrong tries in this class. You can try again at" in page.text
    assert "Your teacher can give you a new PIN" not in page.text
    assert signed_in_as(client) is None


def cache_down(settings):
    """Nobody listens where the cache should be."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/1"}}
    assert caches["default"]._servers == ["redis://127.0.0.1:1/1"]


def test_limits_and_sign_in_stand_while_the_cache_is_down(client, settings):
    cohort = factory.a_class(learners=2)
    for roll in (1, 2):
        factory.with_pin(cohort, roll)
    cache_down(settings)
    assert "Too many tries" in guess(client, cohort, times=6).text
    assert factory.sign_in(client, cohort, 2).status_code == 302


def test_a_first_sign_in_waits_while_the_cache_is_down(client, settings):
    cohort = factory.a_class()
    cohorts.open_first_sign_ins(cohort=cohort, by=cohort.coordinator)
    cache_down(settings)
    page = factory.come_to_pin(client, cohort)
    assert "Ask your teacher to open the first sign-in for the class." in page.text
    assert not page.context.get("choosing")


@pytest.mark.parametrize(("kind", "symbols"), [("picture", PICTURES), ("number", DIGITS)])
def test_a_learner_chooses_a_first_pin_and_is_in(client, kind, symbols):
    cohort = factory.a_class()
    cohorts.open_first_sign_ins(cohort=cohort, by=cohort.coordinator)
    choice = factory.come_to_pin(client, cohort)
    person = factory.learner(cohort)
    assert choice.text.count('href="?kind=') == 2
    assert person.full_name in choice.text
    client.get(PIN, {"kind": kind})
    seen = factory.give_pin(client, symbols)
    assert "Remember these. Tell nobody." in seen.text
    assert (signed_in_as(client), Pin.objects.count()) == (None, 0), "nothing is kept before the learner says so"
    assert factory.keep_pin(client)["Location"] == reverse("my_page")
    assert signed_in_as(client) == person.pk
    assert Pin.objects.get(person=person).kind == kind
    assert factory.sign_in(Client(), cohort, symbols=symbols).status_code == 302


def test_an_easy_first_pin_is_refused_and_another_taken(client):
    cohort = factory.a_class()
    cohorts.open_first_sign_ins(cohort=cohort, by=cohort.coordinator)
    factory.come_to_pin(client, cohort)
    page = client.post(PIN, {"kind": "number", "pin": "123456"})
    assert (page.status_code, "This PIN is too easy. Choose another one." in page.text) == (422, True)
    assert "385201" in client.post(PIN, {"pin": "385201"}).text
    assert factory.keep_pin(client).status_code == 302


def test_a_first_pin_is_shown_in_its_order_sealed_meanwhile_and_kept_by_no_cache(client):
    cohort = factory.a_class()
    cohorts.open_first_sign_ins(cohort=cohort, by=cohort.coordinator)
    factory.come_to_pin(client, cohort)
    client.get(PIN, {"kind": "picture"})
    page = factory.give_pin(client, PICTURES)
    places = [page.text.index(f"{place}. {PICTURE_WORDS[one]}") for place, one in enumerate(PICTURES, start=1)]
    assert places == sorted(places)
    assert "no-store" in page["Cache-Control"]
    assert [one for one in PICTURES if one in str(dict(client.session))] == []
    assert client.get(PIN).text.count("<li><svg") == 4, "looking again shows the same"


def test_a_first_pin_can_be_chosen_anew_before_it_is_kept(client):
    cohort = factory.a_class()
    cohorts.open_first_sign_ins(cohort=cohort, by=cohort.coordinator)
    factory.come_to_pin(client, cohort)
    client.get(PIN, {"kind": "picture"})
    factory.give_pin(client, WRONG)
    assert client.post(PIN, {"again": "1"}).context["given"] == 0
    assert factory.keep_pin(client).status_code == 200, "there is nothing to keep"
    factory.give_pin(client, PICTURES)
    factory.keep_pin(client)
    assert factory.sign_in(Client(), cohort).status_code == 302


def test_changing_over_to_digits_forgets_the_pictures(client):
    cohort = factory.a_class()
    cohorts.open_first_sign_ins(cohort=cohort, by=cohort.coordinator)
    factory.come_to_pin(client, cohort)
    client.get(PIN, {"kind": "picture"})
    factory.give_pin(client, PICTURES)
    page = client.get(PIN, {"kind": "number"})
    assert ("Remember these" in page.text, 'name="pin"' in page.text) == (False, True)
    factory.keep_pin(client)
    assert not Pin.objects.exists()


def test_nobody_chooses_a_pin_before_the_coordinator_opens_it(client):
    cohort = factory.a_class()
    factory.come_to_pin(client, cohort)
    client.get(PIN, {"kind": "number"})
    client.post(PIN, {"kind": "number", "pin": "385201"})
    factory.keep_pin(client)
    assert not Pin.objects.exists()
    assert signed_in_as(client) is None


def test_an_open_first_sign_in_of_one_class_is_closed_for_another_and_for_who_has_a_pin(client):
    opened, other = factory.a_class(learners=2), factory.a_class()
    factory.with_pin(opened, 2)
    cohorts.open_first_sign_ins(cohort=opened, by=opened.coordinator)
    assert "choosing" not in factory.come_to_pin(client, other).context
    factory.come_to_pin(client, opened, 2)
    assert "choosing" not in client.get(PIN, {"kind": "number"}).context


def test_nobody_becomes_staff_or_who_has_a_password_by_choosing_a_pin(client):
    cohort = factory.a_class(learners=2)
    teacher, owner = factory.learner(cohort, 1), factory.learner(cohort, 2)
    Membership.objects.create(person=teacher, role=Membership.Role.PROGRAMME_OFFICER)
    owner.set_password("yak-blue-river-seven")
    owner.save()
    cohorts.open_first_sign_ins(cohort=cohort, by=cohort.coordinator)
    for roll, person in ((1, teacher), (2, owner)):
        page = factory.come_to_pin(client, cohort, roll)
        client.post(PIN, {"kind": "number", "pin": "385201"})
        factory.keep_pin(client)
        assert person.full_name not in page.text
        assert signed_in_as(client) is None
    assert not Pin.objects.exists()


def test_who_became_staff_or_was_switched_off_does_not_sign_in_by_pin(client):
    cohort = factory.a_class(learners=2)
    staff, off = (factory.with_pin(cohort, roll) for roll in (1, 2))
    Membership.objects.create(person=staff, role=Membership.Role.INVIGILATOR)
    off.is_active = False
    off.save()
    for roll in (1, 2):
        assert "That was not right." in factory.sign_in(client, cohort, roll).text
    assert signed_in_as(client) is None


def test_an_account_outlives_its_class(client):
    cohort = factory.a_class(learners=2)
    person = factory.with_pin(cohort)
    cohort.starts_on, cohort.ends_on = "2025-01-01", "2025-02-01"
    cohort.save()
    for enrolment in cohort.enrolments.all():
        cohorts.leave(enrolment=enrolment, by=cohort.coordinator)
    factory.sign_in(client, cohort)
    assert signed_in_as(client) == person.pk
    cohorts.open_first_sign_ins(cohort=cohort, by=cohort.coordinator)
    page = factory.come_to_pin(Client(), cohort, 2)
    assert "Whoever has a password signs in with it." in page.text, "who left without a PIN gets no first one"
    assert "choosing" not in page.context
