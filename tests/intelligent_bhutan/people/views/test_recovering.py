"""Getting back in by oneself: the same answer for every name, a code, a slip, a phone."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse

from intelligent_bhutan.people.actions import limits
from intelligent_bhutan.people.models import Pin, User
from tests.factories.people import PersonFactory
from tests.factories.recovering import PASSWORD, a_slip, digits_sent, with_card

pytestmark = pytest.mark.django_db
NEW = "four-red-dzongs"


@pytest.fixture
def pema():
    person = with_card(username="pema", phone="+97517123456", phone_verified=True)
    EmailAddress.objects.create(user=person, email="pema@example.bt", verified=True, primary=True)
    return person


def ask(client, login):
    return client.post(reverse("account_reset_password"), {"login": login})


def bare(page):
    """A page without what differs each time."""
    return re.sub(r'value="[^"]{60,}"|nonce="[^"]*"', "", page)


def test_name_that_exists_and_one_that_does_not_are_answered_alike(client, pema):
    seen = set()
    for login in ("pema", "17 12 34 56", "nobody", "17 99 99 99", "nobody@example.bt"):
        client.cookies.clear()
        sent = ask(client, login)
        page = client.get(sent.url)
        wrong = client.post(sent.url, {"code": "000000"})
        seen.add((sent.status_code, sent.url, bare(page.text), wrong.status_code, bare(wrong.text)))
    assert len(seen) == 1


def test_code_leads_to_a_new_password_and_signs_in(client, pema):
    client.get(ask(client, "pema").url)
    sent = client.post(reverse("people:recover_code"), {"code": digits_sent()})
    assert sent.url == reverse("people:recover_new")
    assert client.post(sent.url, {"password": NEW}).url == reverse("my_page")
    assert client.get(reverse("my_page")).status_code == 200
    assert User.objects.get(pk=pema.pk).check_password(NEW)


def test_code_may_be_typed_in_tibetan_digits(client, pema):
    ask(client, "pema")
    typed = digits_sent().translate(str.maketrans("0123456789", "༠༡༢༣༤༥༦༧༨༩"))
    assert client.post(reverse("people:recover_code"), {"code": f"{typed[:3]} {typed[3:]}"}).status_code == 302


def test_second_factor_is_asked_for_after_a_reset(client, pema):
    Authenticator.objects.create(user=pema, type="totp", data={"secret": "x"})
    ask(client, "pema")
    client.post(reverse("people:recover_code"), {"code": digits_sent()})
    assert client.post(reverse("people:recover_new"), {"password": NEW}).url == reverse("mfa_authenticate")
    assert client.get(reverse("my_page")).status_code == 302


def test_other_sessions_end_with_a_reset(client, pema, django_user_model):
    other = type(client)()
    other.post(reverse("account_login"), {"login": "pema", "password": PASSWORD})
    assert other.get(reverse("my_page")).status_code == 200
    ask(client, "pema")
    client.post(reverse("people:recover_code"), {"code": digits_sent()})
    client.post(reverse("people:recover_new"), {"password": NEW})
    assert other.get(reverse("my_page")).status_code == 302


def test_steps_cannot_be_left_out(client):
    assert client.get(reverse("people:recover_code")).url == reverse("account_reset_password")
    assert client.get(reverse("people:recover_new")).url == reverse("account_reset_password")


@pytest.mark.parametrize("login", ["pema", "nobody"])
def test_asking_has_a_limit_and_the_same_for_every_name(client, pema, login):
    assert [ask(client, login).status_code for _ in range(4)] == [302, 302, 302, 422]
    assert "Too many tries" in ask(client, login).text


def test_line_that_guesses_slips_is_stopped(client, monkeypatch):
    monkeypatch.setitem(limits.FREE, "line", 2)
    answers = [client.post(reverse("people:recover"), {"slip": f"{n:012d}"}) for n in range(3)]
    assert "does not work" in answers[0].text
    assert "Too many tries" in answers[-1].text


def test_slip_leads_to_a_new_password_and_names_the_user(client):
    person = with_card(username="dorji")
    sent = client.post(reverse("people:recover"), {"slip": a_slip(person)})
    page = client.get(sent.url)
    assert "dorji" in page.text
    assert "Four pictures" not in page.text
    assert client.post(sent.url, {"password": NEW}).url == reverse("my_page")
    note = client.get(reverse("my_page")).text
    assert "A new way into your account was set at a centre" in note


def test_poor_password_is_refused_beside_the_question(client):
    sent = client.post(reverse("people:recover"), {"slip": a_slip()})
    page = client.post(sent.url, {"password": "yak"})
    assert page.status_code == 422
    assert "too short" in page.text
    assert client.post(sent.url, {"password": NEW}).status_code == 302


def test_slip_that_was_used_in_the_meantime_opens_nothing(client):
    slip = a_slip()
    sent = client.post(reverse("people:recover"), {"slip": slip})
    other = type(client)()
    other.post(reverse("people:recover"), {"slip": slip})
    other.post(sent.url, {"password": NEW})
    assert client.get(sent.url).url == reverse("people:recover")


@pytest.mark.parametrize(("kind", "signs"), [("picture", 4), ("number", 6)])
def test_who_has_a_class_card_may_get_a_new_pin(client, kind, signs):
    person = with_card()
    person.set_unusable_password()
    person.save()
    Pin.objects.create(person=person, kind="picture", digest=b"0" * 32)
    sent = client.post(reverse("people:recover"), {"slip": a_slip(person)})
    assert "Four pictures" in client.get(sent.url).text
    page = client.post(sent.url, {"kind": kind})
    assert len(page.context["symbols"]) == signs
    assert "class" in page.text
    assert Pin.objects.get(person=person).kind == kind


def test_phone_is_proven_by_the_code_that_came_to_it(client):
    person = PersonFactory()
    client.force_login(person)
    sent = client.post(reverse("account_change_phone"), {"phone": "17 12 34 56"})
    assert sent.url == reverse("account_verify_phone")
    assert client.post(sent.url, {"code": "12"}).status_code == 422
    assert client.post(sent.url, {"code": digits_sent()}).url == reverse("my_details")
    held = User.objects.get(pk=person.pk)
    assert (held.phone, held.phone_verified) == ("+97517123456", True)


def test_unproven_phone_keeps_nobody_from_it(client):
    PersonFactory(phone="+97517123456")
    client.force_login(PersonFactory())
    assert client.post(reverse("account_change_phone"), {"phone": "17 12 34 56"}).status_code == 302


def test_phone_that_another_has_proven_goes_to_whoever_gets_the_code_now(client):
    """Numbers are given out anew: what counts is who holds the phone today."""
    before, now = PersonFactory(phone="+97517123456", phone_verified=True), PersonFactory()
    client.force_login(now)
    client.post(reverse("account_change_phone"), {"phone": "17 12 34 56"})
    client.post(reverse("account_verify_phone"), {"code": digits_sent()})
    assert User.objects.get(pk=now.pk).phone_verified
    assert User.objects.get(pk=before.pk).phone is None


def test_who_wrote_a_phone_down_first_signs_in_with_it_until_it_is_proven(client):
    for person, enters in ((with_card(phone="+97517123456"), True), (with_card(phone="+97517123456"), False)):
        person.set_password(f"{PASSWORD}-{person.username}")
        person.save()
        given = {"login": "17 12 34 56", "password": f"{PASSWORD}-{person.username}"}
        assert (client.post(reverse("account_login"), given).status_code == 302) is enters
        client.logout()
