"""Somebody earns a certificate: the phone says so, the provider reports that it did, the inbox leads to the page."""

import time

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import expect

from intelligent_bhutan.notices.models import Delivery
from tests.factories.certificates import an_issued
from tests.factories.notices import reachable
from tests.installation import session_of, until
from tests.provider import provider, report

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]


@pytest.fixture
def there(portal, settings):
    """A provider that the portal's worker sends through, at any hour."""
    with provider(key="secret") as made:
        settings.QUIET_HOURS = (settings.QUIET_HOURS[0],) * 2
        portal.environment |= {"SMS_GATEWAY": "http", "SMS_URL": made.address, "SMS_TOKEN": "secret"}
        portal.environment |= {"QUIET_HOURS": "00:00,00:00"}
        portal.start_worker()
        portal.start_beat()
        yield made


def test_certificate_is_told_by_text_and_in_the_inbox(portal, phone, there, language):
    person = reachable(language=language)
    award = an_issued(person)
    until(lambda: there.sent, within=90, what="the text at the provider")
    text = there.texts[there.sent[0]]
    assert (text["to"], award.serial in text["text"]) == (person.phone, True)
    said = {"reference": there.sent[0], "state": "delivered"}
    assert report(portal.address, settings.SMS_CALLBACK_KEY, said, at=time.time()) == 204
    until(lambda: Delivery.objects.filter(channel="text", state="delivered").exists(), what="the report")

    phone.add_cookies([{"name": "sessionid", "value": session_of(person), "url": portal.address}])
    page = phone.new_page()
    page.goto(f"{portal.address}/{language}/")
    page.locator("details.menu summary").click()
    page.locator("details.menu a[href$='/me/notices/']").click()
    expect(page.locator("main .tag.new")).to_have_count(1)
    page.locator("main .panel a").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator("main .btn").click()
    expect(page).to_have_url(f"{portal.address}/{language}/certificates/{award.public_id}/")
    page.goto(f"{portal.address}/{language}/me/notices/")
    expect(page.locator(".tag.new")).to_have_count(0)
    connections.close_all()
