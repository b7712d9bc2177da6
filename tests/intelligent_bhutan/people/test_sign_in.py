"""Signing in with user name, e-mail or phone and a password."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.people.models import SignInLimit
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
PASSWORD = "yak-blue-river-seven"


@pytest.fixture
def person():
    person = PersonFactory(username="pema.lhaden", email="pema@example.bt", phone="+97517123456", phone_verified=True)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.mark.parametrize("login", ["pema.lhaden", "Pema.Lhaden", "pema@example.bt", "+97517123456", "17 12 34 56"])
def test_sign_in_leads_to_my_page(client, person, login):
    response = client.post(reverse("account_login"), {"login": login, "password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"] == reverse("my_page")
    assert person.full_name in client.get(reverse("my_page")).text


def test_sign_in_page_is_in_plain_words_and_knows_the_other_ways(client):
    page = client.get(reverse("account_login")).text.split("<main")[1]
    for words in ("User name, phone or e-mail", "Keep me signed in on this phone", "Only on a phone that nobody else"):
        assert words in page
    for way in ("literacy:class_sign_in", "account_reset_password", "account_signup"):
        assert f'href="{reverse(way)}"' in page
    assert [words for words in ("Sign In", "Login", "Remember Me") if words in page] == []


def test_the_session_lasts_only_for_who_asks_for_it(client, person):
    for asked, forgotten in (({}, True), ({"remember": "on"}, False)):
        client.post(reverse("account_login"), {"login": "pema.lhaden", "password": PASSWORD} | asked)
        assert client.session.get_expire_at_browser_close() is forgotten
        client.post(reverse("account_logout"))


@pytest.mark.parametrize("name", ["account_reset_password", "account_reset_password_done"])
def test_who_has_no_e_mail_reads_whom_to_ask_for_a_new_password(client, name):
    page = client.get(reverse(name)).text
    assert "With a class: your teacher gives you a new PIN." in page
    assert "ask at the centre" in page


def test_the_page_of_the_e_mail_scolds_nobody_who_has_none(client):
    client.force_login(PersonFactory(email=""))
    page = client.get(reverse("account_email")).text
    assert "You have no e-mail here, and you need none." in page
    assert "Warning" not in page


def test_a_link_to_a_new_password_that_was_used_says_so_plainly(client):
    page = client.get(reverse("account_reset_password_from_key", args=["1", "set-password"]))
    assert "This link does not work any more" in page.text


def test_sign_in_with_a_wrong_password_says_so_without_telling_who_exists(client, person):
    known = client.post(reverse("account_login"), {"login": "pema.lhaden", "password": "wrong"})
    unknown = client.post(reverse("account_login"), {"login": "nobody.here", "password": "wrong"})
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].errors.as_text() == unknown.context["form"].errors.as_text()


def test_account_that_was_closed_opens_nothing(client, person):
    person.is_active = False
    person.save()
    for login in ("17123456", "pema.lhaden"):
        client.post(reverse("account_login"), {"login": login, "password": PASSWORD})
        assert "_auth_user_id" not in client.session


def tries(client, password, login="pema.lhaden"):
    page = client.post(reverse("account_login"), {"login": login, "password": password})
    return "in" if page.status_code == 302 else page.context["form"].errors.as_text()


def test_guesses_under_one_login_are_stopped_also_while_the_cache_is_away(client, person, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    PersonFactory(username="karma").set_password(PASSWORD)
    for _ in range(5):
        assert "too many" not in tries(client, "wrong").lower()
    assert "too many" in tries(client, PASSWORD).lower()
    assert "too many" in tries(client, PASSWORD, "Pema.Lhaden").lower()
    assert "too many" not in tries(client, "wrong", "karma").lower()
    held = SignInLimit.objects.order_by("-failures").first()
    assert "pema" not in held.key
    SignInLimit.objects.update(blocked_until=timezone.now() - timedelta(seconds=1))
    assert tries(client, PASSWORD) == "in"
    assert not SignInLimit.objects.filter(key=held.key).exists()


def test_guesses_under_one_phone_number_are_stopped_however_it_is_written(client, person):
    for login in ("17123456", "17 123456", "+975 17123456", "17-12-34-56", "༡༧༡༢༣༤༥༦"):
        assert "too many" not in tries(client, "wrong", login).lower()
    assert "too many" in tries(client, PASSWORD, "1712 3456").lower()


def test_a_class_behind_one_address_may_mistype(client, person):
    for number in range(30):
        tries(client, "wrong", f"learner{number}")
    assert tries(client, PASSWORD) == "in"
