"""A person changes what the portal knows of them."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.certificates.actions import revoke
from intelligent_bhutan.people.actions import details
from intelligent_bhutan.people.models import User
from intelligent_bhutan.places.models import Gewog
from literacy.models import DomainPass
from tests.factories.certificates import an_award, an_issued
from tests.factories.literacy_assessment import an_open, sit
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
A_BIRTHDAY = {"date_of_birth_0": "1", "date_of_birth_1": "5", "date_of_birth_2": "1990"}


def a_pass(person, **changes):
    """A pass in one domain, signed."""
    sitting = an_open(citizens=[person])
    sit(sitting.candidates.get(), sitting.domains.first())
    DomainPass.objects.filter(citizen=person).update(**{"confirmed_at": timezone.now()} | changes)


@pytest.fixture
def person(client):
    person = PersonFactory(full_name="Pema Lhaden", gewog=None)
    client.force_login(person)
    return person


def send(client, **changes):
    answers = {
        "full_name": "Pema Lhaden",
        "full_name_dz": "",
        "gewog": "",
        "audience": "public",
        "gender": "unsaid",
        "disability": "unsaid",
        "language": "en",
        "spoken_language": "dz",
        "phone": "",
    }
    return client.post(reverse("my_details"), answers | changes)


@pytest.mark.parametrize("language", ["en", "dz"])
def test_my_page_leads_to_my_details(client, person, language):
    with translation.override(language):
        address = reverse("my_details")
        assert address in client.get(reverse("my_page")).text
        page = client.get(address)
    assert page.status_code == 200
    assert "Pema Lhaden" in page.text


def test_a_gewog_without_a_dzongkha_name_is_marked_as_english_on_a_dzongkha_page(client, person):
    english, dzongkha = Gewog.objects.all()[:2]
    Gewog.objects.filter(pk=english.pk).update(name_en="Shaba", name_dz=None)
    Gewog.objects.filter(pk=dzongkha.pk).update(name_dz="ཤར་པ")
    for language, mark in (("dz", ' lang="en"'), ("en", "")):
        with translation.override(language):
            page = client.get(reverse("my_details")).text
        assert f'<option value="{english.pk}"{mark}>Shaba</option>' in page
        assert f'<option value="{dzongkha.pk}" lang="en">' not in page


def test_answers_are_kept_and_the_record_names_only_the_fields(client, person):
    gewog = Gewog.objects.first()
    sent = send(
        client,
        full_name="Pema Lhadon",
        full_name_dz="པདྨ་ལྷ་སྒྲོན།",
        gewog=gewog.pk,
        audience="student",
        disability="yes",
        spoken_language="tsj",
        phone="17 12 34 56",
    )
    assert sent.url == reverse("my_page")
    held = User.objects.get(pk=person.pk)
    assert (held.full_name, held.full_name_dz, held.gewog) == ("Pema Lhadon", "པདྨ་ལྷ་སྒྲོན།", gewog)
    assert (held.audience, held.disability, held.spoken_language) == ("student", "yes", "tsj")
    assert (held.phone, held.phone_verified) == ("+97517123456", False)
    entry = Entry.objects.get(verb="person:changed")
    assert entry.reason == "full_name full_name_dz gewog_id audience disability spoken_language phone"


def test_page_goes_on_in_the_language_that_was_chosen(client, person):
    with translation.override("dz"):
        dzongkha = reverse("my_page")
    assert send(client, language="dz").url == dzongkha


def test_nothing_changed_leaves_no_trace(client, person):
    assert send(client).status_code == 302
    assert not Entry.objects.exists()


def test_fields_that_nobody_asked_for_are_not_taken(client, person):
    before = User.objects.values().get(pk=person.pk)
    send(client, is_staff="on", is_superuser="on", username="root", email="x@example.bt", date_of_birth="2001-01-01")
    assert User.objects.values().get(pk=person.pk) == before


@pytest.mark.parametrize("passes", [an_award, an_issued, a_pass])
def test_who_one_is_stays_once_one_has_passed(client, person, passes):
    passes(person)
    gewog = Gewog.objects.first()
    page = client.get(reverse("my_details")).text
    assert "can only be corrected with proof" in page
    assert reverse("people:my_corrections") in page
    sent = send(client, full_name="Somebody Else", gewog=gewog.pk, audience="student", **A_BIRTHDAY)
    assert sent.status_code == 302
    held = User.objects.get(pk=person.pk)
    assert (held.full_name, held.gewog, held.date_of_birth) == ("Pema Lhaden", None, person.date_of_birth)
    assert held.audience == "student"


@pytest.mark.parametrize(
    "made",
    [
        lambda person: None,
        lambda person: revoke(award=an_issued(person), reason="mistake", by=None),
        lambda person: a_pass(person, confirmed_at=None),
        lambda person: a_pass(person, voided_at=timezone.now()),
    ],
)
def test_who_one_is_can_be_changed_while_nothing_is_passed(client, person, made):
    made(person)
    send(client, full_name="Pema Lhadon", **A_BIRTHDAY)
    held = User.objects.get(pk=person.pk)
    assert (held.full_name, held.date_of_birth) == ("Pema Lhadon", date(1990, 5, 1))


def test_a_blank_birth_date_takes_none_away(client, person):
    send(client, full_name="Pema Lhadon")
    assert User.objects.get(pk=person.pk).date_of_birth == person.date_of_birth


def test_action_refuses_another_name_too(person):
    with pytest.raises(details.ValidationError, match="You have passed under this name"):
        details.change(person=person, answers={"full_name": "Else"}, has_passed=True, by=person)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"phone": "17 99 99 99"}, "Another account has this phone number"),
        ({"phone": "12"}, "Write a phone number such as"),
        ({"full_name": " "}, "Still missing: Full name"),
        ({"gewog": "999999"}, "not one of the available choices"),
    ],
)
def test_refusal_stands_beside_the_question(client, person, changes, words):
    PersonFactory(phone="+97517999999", phone_verified=True)
    page = send(client, **changes)
    assert page.status_code == 422
    assert words in page.text
    assert User.objects.get(pk=person.pk).phone is None
