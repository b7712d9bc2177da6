"""What everyone may expect, in both languages, for people and for machines."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

pytestmark = pytest.mark.django_db

PAGES = ("privacy", "terms", "accessibility", "contact")


@pytest.mark.parametrize("language", ["en", "dz"])
@pytest.mark.parametrize("name", PAGES)
def test_page_opens_without_session_and_asks_no_database(client, django_assert_num_queries, name, language):
    with translation.override(language):
        address = reverse(f"service:{name}")
    with django_assert_num_queries(0):
        answer = client.get(address)
    assert (answer.status_code, answer["Content-Language"]) == (200, language)
    assert not answer.cookies


@pytest.mark.parametrize("name", PAGES)
def test_footer_of_every_page_leads_there(client, name):
    assert f'href="{reverse(f"service:{name}")}"' in client.get(reverse("home")).content.decode()


def test_contact_says_whom_to_ask(client, settings):
    settings.CONTACT = {"email": "help@example.bt", "phone": "+975 2 000000", "address": "Thimphu"}
    page = client.get(reverse("service:contact")).content.decode()
    assert 'href="mailto:help@example.bt"' in page
    assert 'href="tel:+975 2 000000"' in page


def test_contact_of_a_demonstration_says_that_nobody_answers(client, settings):
    settings.DEMONSTRATION = True
    assert "No office answers here." in client.get(reverse("service:contact")).content.decode()


def test_security_txt_is_what_rfc_9116_asks_for(client, settings):
    settings.SECURITY_CONTACT, settings.PUBLIC_URL = "mailto:security@example.bt", "https://portal.example.bt"
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    expires = datetime.fromisoformat(lines.pop("Expires"))
    assert timedelta(days=90) < expires - timezone.now() < timedelta(days=365)
    assert lines == {
        "Contact": "mailto:security@example.bt",
        "Preferred-Languages": "en, dz",
        "Canonical": "https://portal.example.bt/.well-known/security.txt",
        "Policy": "https://portal.example.bt/en/contact/#weakness",
    }
