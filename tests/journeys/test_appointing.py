"""An invigilator is appointed by two people, takes the role from a link, and loses it: in both languages."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import expect

from intelligent_bhutan.people.models import Appointment, Membership, User
from tests.factories.appointing import officer
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]
PASSWORD = "yak-blue-river-seven"
PICTURES = Path(settings.BASE_DIR) / "var" / "journeys"


class Person:
    """Somebody at a phone; looks for things by address and name, so that both languages are served."""

    def __init__(self, browser, portal, language):
        self.page = browser.new_context(**PHONE).new_page()
        self.address, self.language = portal.address, language
        self.page.set_default_timeout(15_000)

    def go(self, path):
        self.page.goto(f"{self.address}/{self.language}/{path}")

    def press(self, selector):
        self.page.locator(selector).first.click()

    def sign_in(self, username):
        self.go("account/login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.press("main button[type=submit]")
        self.page.wait_for_url("**/me/")

    def fits(self, name):
        """Nothing is wider than the phone; the picture stays to be looked at."""
        assert self.page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"appointing-{name}-{self.language}.png", full_page=True)


@pytest.mark.parametrize("language", ["en", "dz"])
def test_an_invigilator_is_appointed_by_two_people(portal, browser, language):
    for username in ("first.officer", "second.officer"):
        person = officer(username=username, full_name=username.replace(".", " ").title())
        person.set_password(PASSWORD)
        person.save()

    first = Person(browser, portal, language)
    first.sign_in("first.officer")
    first.press("a[href$='/people/roles/']")
    first.press("a[href$='/people/appoint/']")
    first.press("div.radio:has(input[value=invigilator]) label")
    first.page.fill("[name=called]", "Tshering Wangmo")
    first.page.fill("[name=why]", "She kept order in many examinations of the college.")
    first.fits("asked")
    first.press("main form button[type=submit]")
    link = first.page.locator("[name=link]").input_value()
    expect(first.page.locator(".cno")).to_be_visible()
    first.fits("slip")

    second = Person(browser, portal, language)
    second.sign_in("second.officer")
    second.press("a[href$='/people/waiting/']")
    second.press("a[href$='/people/approvals/']")
    second.fits("approvals")
    second.press("main section.panel a.btn")
    second.fits("decide")
    second.press("button[value=approved]")
    second.page.wait_for_url("**/people/approvals/")

    third = Person(browser, portal, language)
    third.page.goto(link)
    third.fits("offer")
    third.press("a[href*='/account/signup/']")
    sign_up(third)
    third.page.wait_for_url(f"**{link.removeprefix(portal.address)}")
    third.press("main form button[type=submit]")
    third.page.wait_for_url("**/people/roles/mine/")
    third.fits("mine")
    third.go("learn/sittings/")
    expect(third.page.locator("h1")).to_be_visible()
    held = Membership.objects.get(role="invigilator")
    assert held.person == User.objects.get(username="tshering.wangmo")
    given = Appointment.objects.get(membership=held)
    assert (given.proposed_by.username, given.decided_by.username) == ("first.officer", "second.officer")

    first.go(f"people/roles/{held.public_id}/")
    first.fits("role")
    first.press("a[href$='/end/']")
    first.page.fill("[name=reason]", "She moved to another office.")
    first.press("main form button[type=submit]")
    first.page.wait_for_url(f"**/people/roles/{held.public_id}/")
    third.go("learn/sittings/")
    third.page.wait_for_url("**/account/login/**")
    connections.close_all()


def sign_up(newcomer):
    """Somebody who was never here makes an account."""
    page = newcomer.page
    page.fill("[name=username]", "tshering.wangmo")
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=full_name]", "Tshering Wangmo")
    for part, value in enumerate(("27", "3", "1986")):
        page.fill(f"[name=date_of_birth_{part}]", value)
    page.check("[name=agreed]")
    newcomer.press("main form button[type=submit]")
