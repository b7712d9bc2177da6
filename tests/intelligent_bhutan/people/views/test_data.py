"""One's own data on pages: seen, taken, erased, in both languages and by nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from intelligent_bhutan.audit import record
from intelligent_bhutan.certificates import actions, queries
from intelligent_bhutan.people.actions import copying
from intelligent_bhutan.people.models import DataCopy, Erasure, User
from tests.factories import literacy_classes
from tests.factories import ownership as factory
from tests.factories.certificates import an_issued
from tests.factories.literacy_importing import carry
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
PASSWORD = "yak-blue-river-seven"


@pytest.fixture
def person(client):
    person = PersonFactory(full_name="Pema Lhaden")
    person.set_password(PASSWORD)
    person.save()
    client.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
    factory.agreed(person)
    client.get(reverse("ownership:ask"))
    return person


@pytest.mark.parametrize("language", ["en", "dz"])
def test_my_page_leads_to_all_that_is_held(client, person, language):
    with translation.override(language):
        assert reverse("ownership:data") in client.get(reverse("my_page")).text
        page = client.get(reverse("ownership:data"))
    assert page.status_code == 200
    assert "Pema Lhaden" in page.text
    assert reverse("ownership:erase").split("/", 2)[2] in page.text


@pytest.mark.parametrize("many", [1, 3])
def test_my_data_costs_the_same_however_much_there_is(client, many, django_assert_num_queries):
    person = PersonFactory()
    client.force_login(person)
    for _ in range(many):
        record("person:changed", subject=person, by=None)
        literacy_classes.enrolling.enrol(
            cohort=literacy_classes.a_class(learners=0),
            citizen=person,
            basis="self",
            notice=factory.notice_in_force(),
            by=person,
        )
    with django_assert_num_queries(23):
        assert client.get(reverse("ownership:data")).status_code == 200


def test_one_group_comes_page_by_page(client, person):
    for _ in range(30):
        record("person:changed", subject=person, by=person)
    address = reverse("ownership:group", args=["audit.about_me"])
    assert client.get(address).text.count("Changed details") == 25
    assert "Changed details" in client.get(address, {"page": 2}).text
    for name in ("nothing", "people.work"):
        assert client.get(reverse("ownership:group", args=[name])).status_code == 404


def test_copy_is_taken_by_its_owner_alone(client, person):
    asked = client.post(reverse("ownership:copy_ask"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert not DataCopy.objects.exists()
    assert client.post(asked.url, {"password": PASSWORD}).url == reverse("ownership:data")
    carry("people.make_copy")
    copy = DataCopy.objects.get()
    address = reverse("ownership:copy_take", args=[copy.public_id])
    assert address in client.get(reverse("ownership:data")).text
    taken = client.get(address)
    assert (taken["Content-Type"], taken.content[:2]) == ("application/zip", b"PK")
    other = copying.ask(person=PersonFactory(), language="en", by=None)
    carry("people.make_copy")
    assert client.get(reverse("ownership:copy_take", args=[other.public_id])).status_code == 404


def test_learner_without_a_password_asks_for_a_copy_too(client):
    cohort = literacy_classes.a_class()
    literacy_classes.with_pin(cohort)
    literacy_classes.sign_in(client, cohort)
    assert client.post(reverse("ownership:copy_ask")).url == reverse("ownership:data")
    carry("people.make_copy")
    assert client.get(reverse("ownership:copy_take", args=[DataCopy.objects.get().public_id])).content[:2] == b"PK"


@pytest.mark.parametrize("language", ["en", "dz"])
def test_page_says_what_goes_and_what_stays_before_it_asks(client, person, language):
    with translation.override(language):
        page = client.get(reverse("ownership:erase"))
    assert page.status_code == 200
    assert {one.fate for one in page.context["holdings"]} == {"removed", "anonymous", "kept"}


def test_wish_needs_the_password_and_signs_out(client, person):
    address = reverse("ownership:erase")
    wrong = client.post(address, {"password": "no", "agreed": "on"})
    assert (wrong.status_code, Erasure.objects.count()) == (422, 0)
    assert "That was not right" in wrong.text
    assert client.post(address, {"password": PASSWORD}).status_code == 422
    done = client.post(address, {"password": PASSWORD, "agreed": "on"})
    assert done.status_code == 200
    assert Erasure.objects.get().state == "waiting"
    assert client.get(reverse("my_page")).status_code == 302


def test_signing_in_takes_the_wish_back(client, person):
    client.post(reverse("ownership:erase"), {"password": PASSWORD, "agreed": "on"})
    client.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
    assert Erasure.objects.get().state == "cancelled"


def test_learner_with_pictures_proves_it_with_them_and_takes_it_back_by_signing_in(client):
    cohort = literacy_classes.a_class()
    learner = literacy_classes.with_pin(cohort)
    client.force_login(learner)
    address, names = reverse("ownership:erase"), ("first", "second", "third", "fourth")
    answers = dict(zip(names, literacy_classes.PICTURES, strict=True)) | {"agreed": "on"}
    assert client.post(address, answers | {"first": "maize"}).status_code == 422
    assert client.post(address, answers).status_code == 200
    assert Erasure.objects.get().state == "waiting"
    literacy_classes.sign_in(client, cohort)
    assert Erasure.objects.get().state == "cancelled"


def test_guessing_is_limited(client, person):
    address = reverse("ownership:erase")
    for _ in range(5):
        client.post(address, {"password": "no", "agreed": "on"})
    page = client.post(address, {"password": PASSWORD, "agreed": "on"})
    assert "Too many tries" in page.text


def test_child_is_erased_with_its_guardian(client):
    cohort = literacy_classes.a_class()
    child = literacy_classes.with_pin(cohort, symbols=literacy_classes.DIGITS)
    User.objects.filter(pk=child.pk).update(date_of_birth=timezone.localdate() - timedelta(days=4000))
    client.force_login(child)
    answers = {"pin": "385201", "agreed": "on"}
    assert client.post(reverse("ownership:erase"), answers).status_code == 422
    client.post(reverse("ownership:erase"), answers | {"guardian_name": "Ap Dorji", "guardian_relation": "father"})
    assert Erasure.objects.get().guardian_name == "Ap Dorji"


@pytest.mark.parametrize("language", ["en", "dz"])
def test_check_page_of_an_erased_certificate_names_nobody(client, language):
    person = PersonFactory(full_name="Pema Lhaden")
    award = an_issued(person)
    address = queries.verify_address(award).split("testserver")[-1].replace("http://localhost:8000", "")
    assert "Pema Lhaden" in client.get(address, {"lang": language}).text
    actions.erase_all(citizen=person)
    page = client.get(address, {"lang": language})
    assert page.status_code == 200
    assert "Pema Lhaden" not in page.text
    if language == "en":
        assert "The holder had their data erased" in page.text
