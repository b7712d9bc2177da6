"""A passkey in a real browser: made, and then signed in with, without a password."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests.factories.people import PersonFactory
from tests.installation import until
from tests.journeys.visitors import PASSWORD, with_password

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]


@pytest.fixture
def person(committed):
    person = PersonFactory(username="pema.lhaden")
    with_password(person)
    return person


@pytest.fixture
def page(phone):
    """A page on a phone with a fingerprint reader, as the browser's own test device plays it."""
    page = phone.new_page()
    device = phone.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def test_a_passkey_is_made_and_signs_in(person, portal, page, django_db_blocker):
    door = f"{portal.address}/en/account/login/"
    page.goto(door)
    page.fill("[name=login]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/me/")

    page.goto(f"{portal.address}/en/account/2fa/webauthn/add/")
    if page.locator("[name=password]").count():
        page.fill("[name=password]", PASSWORD)
        page.locator("main button[type=submit]").first.click()
    page.fill("[name=name]", "My phone")
    page.locator("label[for=id_passwordless]").click()
    page.locator("#mfa_webauthn_add").click()
    until(lambda: Authenticator.objects.filter(type="webauthn").exists(), what="the passkey")

    page.context.clear_cookies()
    page.goto(door)
    page.locator("details:has(#passkey_login) summary").click()
    page.locator("#passkey_login").click()
    page.wait_for_url("**/me/")
    expect(page.locator("h1").first).to_have_text(person.full_name)
