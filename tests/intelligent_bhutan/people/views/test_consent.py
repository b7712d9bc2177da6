"""Asked after signing in, put off, agreed, taken back: in both languages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from intelligent_bhutan.people.actions import consent
from intelligent_bhutan.people.models import Consent, ConsentNotice
from intelligent_bhutan.people.queries.consent import notice_in_force
from tests.factories import literacy_classes
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
PASSWORD = "yak-blue-river-seven"


def a_person(days=0, **fields):
    """Somebody with a password who came that many days ago."""
    person = PersonFactory(agreed=False, joined_at=timezone.now() - timedelta(days=days), **fields)
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client, person):
    answer = client.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return answer


def agree(person):
    return consent.give(person=person, notice=notice_in_force(), by=person)


@pytest.mark.parametrize("language", ["en", "dz"])
def test_who_has_not_agreed_is_asked_once_after_signing_in_and_may_go_on(client, language):
    with translation.override(language):
        sign_in(client, a_person())
        page = client.get(reverse("my_page"))
        assert page.url.startswith(reverse("ownership:ask"))
        asked = client.get(page.url)
        assert notice_in_force().short in asked.text
        assert reverse("my_page") in asked.text  # later
        assert client.get(reverse("my_page")).status_code == 200


def test_who_agreed_is_not_asked(client):
    person = a_person()
    agree(person)
    sign_in(client, person)
    assert client.get(reverse("my_page")).status_code == 200


def test_after_two_weeks_nothing_opens_before_the_answer_but_the_own_data_and_an_examination(client):
    sign_in(client, a_person(days=60))
    ask = client.get(reverse("my_page")).url
    assert "Later" not in client.get(ask).text
    assert client.get(reverse("my_page")).status_code == 302
    for free in ("ownership:data", "ownership:erase", "account_logout", "literacy:exam", "my_details"):
        assert client.get(reverse(free)).status_code == 200, free
    assert client.post(ask, {"agreed": "on", "next": reverse("my_page")}).url == reverse("my_page")
    assert client.get(reverse("my_page")).status_code == 200
    assert Consent.objects.get().basis == "self"


def test_what_is_sent_gets_through_before_the_answer(client):
    sign_in(client, a_person(days=60))
    assert client.post(reverse("my_details"), {"full_name": ""}).status_code == 422


def test_learner_of_a_class_is_asked_for_new_words_too(client):
    cohort = literacy_classes.a_class()
    literacy_classes.with_pin(cohort)
    ConsentNotice.objects.create(version="next", text="Newer", short="Newer", in_force_from=timezone.localdate())
    literacy_classes.sign_in(client, cohort)
    assert client.get(reverse("my_page")).url.startswith(reverse("ownership:ask"))


def test_answer_never_leads_to_another_site(client):
    sign_in(client, a_person())
    ask = reverse("ownership:ask")
    for elsewhere in ("https://else.example/", "//else.example/", "nowhere"):
        assert client.post(ask, {"agreed": "on", "next": elsewhere}).url == reverse("my_page")


def test_child_is_asked_with_its_guardian(client):
    child = a_person(date_of_birth=timezone.localdate() - timedelta(days=4000))
    sign_in(client, child)
    page = client.post(reverse("ownership:ask"), {"agreed": "on"})
    assert page.status_code == 422
    client.post(
        reverse("ownership:ask"), {"agreed": "on", "guardian_name": "Ap Dorji", "guardian_relation": "grandparent"}
    )
    assert Consent.objects.get().guardian_name == "Ap Dorji"


@pytest.mark.parametrize("language", ["en", "dz"])
def test_taking_it_back_says_what_it_means_and_asks_again_before_anything_is_kept(client, language):
    person = a_person()
    agree(person)
    with translation.override(language):
        sign_in(client, person)
        page = client.get(reverse("ownership:consent"))
        address = reverse("ownership:withdraw", args=["learning"])
        assert address in page.text
        assert client.get(address).status_code == 200
        assert client.post(address).url == reverse("ownership:consent")
        assert client.get(reverse("my_page")).url.startswith(reverse("ownership:ask"))
        assert client.get(reverse("ownership:consent")).status_code == 200
    assert Consent.objects.get().withdrawn_by == person


def test_text_that_is_out_of_force_leads_to_the_one_that_holds(client):
    old = notice_in_force()
    new = ConsentNotice.objects.create(version="next", text="Newer", short="Newer", in_force_from=timezone.localdate())
    assert new.get_absolute_url() in client.get(old.get_absolute_url()).text


@pytest.mark.parametrize("many", [1, 3])
def test_my_agreements_cost_the_same_however_many(client, many, django_assert_num_queries):
    person = a_person()
    for number in range(many):
        ConsentNotice.objects.create(version=f"v{number}", text="Text", in_force_from=timezone.localdate())
        agree(person)
    client.force_login(person)
    with django_assert_num_queries(6):
        assert client.get(reverse("ownership:consent")).status_code == 200


def test_no_such_purpose_is_no_page(client):
    client.force_login(a_person())
    for name in ("ownership:agree", "ownership:withdraw"):
        assert client.get(reverse(name, args=["nothing"])).status_code == 404
