"""Somebody without an account looks for the nearest centre: by the name of their gewog, and by their phone."""

import pytest
from django.db import connections
from playwright.sync_api import expect

from tests.factories.literacy_centres import a_centre
from tests.journeys.visitors import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]
TRASHIGANG = {"latitude": 27.334567, "longitude": 91.554321}


@pytest.fixture
def centres(committed):
    """One in Khoma, one near Trashigang."""
    made = [
        a_centre("Khoma", name="Khoma Hall", latitude=27.68, longitude=91.22),
        a_centre("Kanglung", name="Kanglung Hall", latitude=27.28, longitude=91.52),
    ]
    connections.close_all()
    return made


def names(page):
    """The centres on the page, in order."""
    return [name.split(" ")[0] for name in page.locator(".help .link").all_inner_texts()]


def test_the_nearest_centre_is_found_by_name_and_by_phone(portal, browser, centres, language, django_db_blocker):
    phone = browser.new_context(**PHONE, geolocation=TRASHIGANG, permissions=["geolocation"])
    phone.set_default_timeout(15_000)
    page, sent = phone.new_page(), []
    page.on("request", lambda request: sent.append((request.method, request.url, request.post_data)))
    page.goto(f"{portal.address}/{language}/learn/centres/")
    page.fill("input[name=place]", "khoma, lhuntse")
    page.locator("form[role=search] button").click()
    expect(page.locator(".help li")).to_have_count(2)
    assert names(page) == ["Khoma", "Kanglung"]

    page.locator("form[data-position] button").click()
    expect(page.locator(".help li").first).to_contain_text("Kanglung")
    assert names(page) == ["Kanglung", "Khoma"]
    assert [body for method, _, body in sent if method == "POST"] == ["latitude=27.33&longitude=91.55"]
    assert not any("27.33" in url for _, url, _ in sent)

    page.locator(".help .link").first.click()
    expect(page.locator("h1")).to_contain_text("Kanglung Hall")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]
    phone.close()


def test_without_javascript_one_writes_the_place(portal, browser, centres, django_db_blocker):
    phone = browser.new_context(**PHONE, java_script_enabled=False)
    page = phone.new_page()
    page.goto(f"{portal.address}/en/learn/centres/near/")
    expect(page.locator("form[data-position]")).to_be_hidden()
    page.fill("input[name=place]", "Lhuntse")
    page.keyboard.press("Enter")
    expect(page.locator(".help li")).to_have_count(2)
    phone.close()
