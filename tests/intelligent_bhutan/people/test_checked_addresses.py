"""Proving that a phone number or an e-mail is one's own."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
PASSWORD = "yak-blue-river-seven"


@pytest.mark.parametrize("language", ["en", "dz"])
def test_mail_of_the_account_has_plain_words(client, language):
    person = PersonFactory(username="dorji")
    client.force_login(person)
    with translation.override(language):
        client.post(reverse("account_email"), {"action_add": "", "email": "dorji@example.bt"})
    letter = mail.outbox[-1]
    assert letter.subject.endswith("Is this your e-mail?")
    assert re.search(rf"http://testserver/{language}/account/confirm-email/\S+", letter.body)
