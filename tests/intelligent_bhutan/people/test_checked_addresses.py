"""Proving that a phone number or an e-mail is one's own."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from intelligent_bhutan.notices.models import Delivery
from intelligent_bhutan.outbox import actions as outbox
from intelligent_bhutan.outbox.models import Message
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
PASSWORD = "yak-blue-river-seven"


@pytest.fixture
def person(client):
    """Somebody who gave a number, signed in with a password just now."""
    made = PersonFactory(username="pema", phone="+97517123456")
    made.set_password(PASSWORD)
    made.save()
    client.post(reverse("account_login"), {"login": "pema", "password": PASSWORD})
    return made


def text(capsys):
    """The last text message, after a worker carried it."""
    outbox.carry(Message.objects.filter(kind="notices.deliver").latest("pk").pk)
    return capsys.readouterr().out


def test_number_is_checked_by_a_code(client, person, capsys):
    asked = client.post(reverse("account_change_phone"), {"action": "verify"})
    assert asked.url == reverse("account_verify_phone")
    said = text(capsys)
    assert "to +97517123456: Your code for Intelligent Bhutan: " in said
    code = re.search(r"Bhutan: ([\w-]+)\. Give it to nobody", said)[1]
    assert "Write the code" in client.get(reverse("account_verify_phone")).content.decode()
    client.post(reverse("account_verify_phone"), {"code": code})
    person.refresh_from_db()
    assert person.phone_verified
    assert Delivery.objects.get(notice=None).sealed is None


def test_wrong_code_checks_nothing(client, person):
    client.post(reverse("account_change_phone"), {"action": "verify"})
    assert client.post(reverse("account_verify_phone"), {"code": "000000"}).status_code == 200
    person.refresh_from_db()
    assert not person.phone_verified


def test_number_of_another_account_gets_no_code(client, person):
    PersonFactory(phone="+97577123456")
    page = client.post(reverse("account_change_phone"), {"phone": "77 12 34 56"}).content.decode()
    assert "Another account has this phone number." in page
    assert not Delivery.objects.filter(notice=None).exists()


@pytest.mark.parametrize("language", ["en", "dz"])
def test_mail_of_the_account_has_plain_words(client, language):
    person = PersonFactory(username="dorji")
    client.force_login(person)
    with translation.override(language):
        client.post(reverse("account_email"), {"action_add": "", "email": "dorji@example.bt"})
    letter = mail.outbox[-1]
    assert letter.subject.endswith("Is this your e-mail?")
    assert re.search(rf"http://testserver/{language}/account/confirm-email/\S+", letter.body)
