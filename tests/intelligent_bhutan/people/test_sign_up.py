"""Signing up alone: three questions and a password, in either language, with or without an e-mail address."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from intelligent_bhutan.people.models import Consent, ConsentNotice, User
from intelligent_bhutan.people.queries.consent import notice_in_force
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
PASSWORD = "yak-blue-river-seven"
# what the page's lists are set to before anyone touches them
PRESET = {"gender": "unsaid", "audience": "public", "gewog": "", "spoken_language": "dz", "email": "", "phone": ""}


def send(client, **changes):
    answers = PRESET | {
        "username": "pema.lhaden",
        "password1": PASSWORD,
        "full_name": "Pema Lhaden",
        "date_of_birth_0": "27",
        "date_of_birth_1": "3",
        "date_of_birth_2": "1986",
        "agreed": "on",
    }
    return client.post(reverse("account_signup"), answers | changes)


@pytest.mark.parametrize("language", ["en", "dz"])
def test_three_answers_and_a_password_make_an_account(client, language):
    with translation.override(language):
        page = client.get(reverse("account_signup"))
        assert send(client).url == reverse("my_page")
        mine = client.get(reverse("my_page"))
    fields = list(page.context["form"])
    assert [field.name for field in fields[:4]] == ["username", "password1", "full_name", "date_of_birth"]
    assert [field.name for field in fields[4:] if field.field.required and not field.value()] == ["agreed"]
    person = User.objects.get()
    assert (person.full_name, person.date_of_birth, person.language) == ("Pema Lhaden", date(1986, 3, 27), language)
    assert person.email is None
    assert person.phone is None
    assert person.check_password(PASSWORD)
    assert "Pema Lhaden" in mine.text


def test_many_sign_up_without_e_mail_or_phone(client):
    send(client)
    client.logout()
    send(client, username="dorji.wangdi", full_name="Dorji Wangdi")
    assert set(User.objects.values_list("username", "email", "phone")) == {
        ("pema.lhaden", None, None),
        ("dorji.wangdi", None, None),
    }


def test_sign_up_with_e_mail_sends_a_link_and_does_not_wait_for_it(client):
    assert send(client, email="Pema@example.bt").url == reverse("my_page")
    assert User.objects.get().email == "pema@example.bt"
    assert [message.to for message in mail.outbox] == [["pema@example.bt"]]


def test_sign_up_with_a_phone_keeps_it_in_full_form(client):
    assert send(client, phone="17 12 34 56").url == reverse("my_page")
    assert (User.objects.get().phone, User.objects.get().phone_verified) == ("+97517123456", False)


@pytest.mark.parametrize("language", ["en", "dz"])
def test_date_of_birth_in_tibetan_digits_is_as_good(client, language):
    with translation.override(language):
        send(client, date_of_birth_0="༢༧", date_of_birth_1="༣", date_of_birth_2="༡༩༨༦")
    assert User.objects.get().date_of_birth == date(1986, 3, 27)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": "Dorji.Wangdi"}, "A user with that username already exists."),
        ({"username": "པདྨ"}, "Use 3 to 32 small letters a to z, digits, dots or dashes."),
        ({"password1": "abc"}, "This password is too short. It must contain at least 8 characters."),
        ({"password1": "password1"}, "This password is too common."),
        ({"password1": "pema.lhaden"}, "The password is too similar to the user name."),
        ({"password1": ""}, "Still missing: Password"),
        ({"full_name": ""}, "Still missing: Full name"),
        ({"phone": "12"}, "Write a phone number such as 17 12 34 56."),
        ({"date_of_birth_1": "13"}, "This is no date in the calendar."),
        ({"date_of_birth_2": "1901"}, "Look at the year again."),
        ({"agreed": ""}, "Tick the box if you agree."),
    ],
)
def test_refusal_is_a_sentence_and_makes_nobody(client, changes, words):
    PersonFactory(username="dorji.wangdi")
    page = send(client, **changes)
    assert page.status_code == 200
    assert words in page.text
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "pema@example.bt"}, "A user is already registered with this email address."),
        ({"phone": "17123456"}, "Another account has this phone number. Use another one."),
    ],
)
def test_taken_address_makes_no_second_account(client, changes, words):
    PersonFactory(email="pema@example.bt", phone="+97517123456", phone_verified=True)
    page = send(client, **changes)
    assert page.status_code == 200
    assert words in page.text
    assert User.objects.count() == 1


def test_two_people_take_their_e_mail_address_away(client):
    for name in ("pema", "dorji"):
        send(client, username=f"{name}.one", email=f"{name}@example.bt")
        client.post(reverse("account_email"), {"action_remove": "", "email": f"{name}@example.bt"})
        client.logout()
    assert list(User.objects.values_list("email", flat=True)) == [None, None]


def test_phone_that_somebody_wrote_and_never_proved_keeps_nobody_from_it(client):
    PersonFactory(phone="+97517123456")
    assert send(client, phone="17 12 34 56").url == reverse("my_page")
    assert User.objects.filter(phone="+97517123456").count() == 2


def test_box_beside_the_notice_leads_to_the_whole_text(client):
    page = client.get(reverse("account_signup"))
    notice = notice_in_force()
    assert notice.short in page.text
    assert notice.get_absolute_url() in page.text
    assert "guardian_name" not in page.context["form"].fields
    whole = client.get(notice.get_absolute_url())
    assert "Nobody sees your answers." in whole.text


def test_whoever_signs_up_agreed_to_the_text_that_they_were_shown_and_to_nothing_else(client):
    send(client, phone="17 12 34 56")
    given = Consent.objects.values_list("person__username", "notice__purpose", "notice__version", "basis", "given_by")
    assert set(given) == {("pema.lhaden", "learning", "2026-2", "self", User.objects.get().pk)}


def test_who_read_a_text_that_holds_no_more_is_shown_the_newer_one(client):
    shown = notice_in_force()
    box = f'value="{shown.public_id}"'
    assert box in client.get(reverse("account_signup")).text
    ConsentNotice.objects.create(version="next", text="Newer", short="Newer", in_force_from=timezone.localdate())
    page = send(client, agreed=str(shown.public_id))
    assert "There is a newer text. Read it and agree again." in page.text
    assert (box in page.text, User.objects.exists()) == (False, False)
    assert send(client, agreed=str(notice_in_force().public_id)).url == reverse("my_page")


def test_child_is_asked_for_a_guardian_who_is_kept_by_name(client):
    year = str(timezone.localdate().year - 12)
    page = send(client, date_of_birth_2=year)
    assert "Still missing: Name of your parent or guardian" in page.text
    assert not User.objects.exists()
    guardian = {"guardian_name": "Aum  Pema", "guardian_relation": "mother"}
    assert send(client, date_of_birth_2=year, **guardian).url == reverse("my_page")
    given = Consent.objects.get()
    assert (given.basis, given.guardian_name, given.guardian_relation) == ("guardian", "Aum Pema", "mother")


def test_somebody_of_age_is_asked_for_no_guardian(client):
    born = timezone.localdate()
    page = send(
        client, date_of_birth_0=str(born.day), date_of_birth_1=str(born.month), date_of_birth_2=str(born.year - 18)
    )
    assert page.url == reverse("my_page")
    assert Consent.objects.get().basis == "self"
