"""An invigilator is appointed by two people, takes the role from a link, and loses it: in both languages."""

import pytest
from django.db import connections
from playwright.sync_api import expect

from intelligent_bhutan.people.models import Appointment, Membership, User
from tests.factories.appointing import officer
from tests.journeys.visitors import PASSWORD, Visitor, with_password

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]


def test_an_invigilator_is_appointed_by_two_people(portal, browser, language):
    for username in ("first.officer", "second.officer"):
        with_password(officer(username=username, full_name=username.replace(".", " ").title()))

    first = Visitor(browser, portal, language)
    first.sign_in("first.officer")
    first.press("a[href$='/people/roles/']")
    first.press("a[href$='/people/appoint/']")
    first.press("div.radio:has(input[value=invigilator]) label")
    first.page.fill("[name=called]", "Tshering Wangmo")
    first.page.fill("[name=why]", "She kept order in many examinations of the college.")
    first.shoot("appointing-asked")
    first.press("main form button[type=submit]")
    link = first.page.locator("[name=link]").input_value()
    expect(first.page.locator(".cno")).to_be_visible()
    first.shoot("appointing-slip")

    second = Visitor(browser, portal, language)
    second.sign_in("second.officer")
    second.press("a[href$='/people/waiting/']")
    second.press("a[href$='/people/approvals/']")
    second.shoot("appointing-approvals")
    second.press("main section.panel a.btn")
    second.shoot("appointing-decide")
    second.press("button[value=approved]")
    second.page.wait_for_url("**/people/approvals/")

    third = Visitor(browser, portal, language)
    third.page.goto(link)
    third.shoot("appointing-offer")
    third.press("a[href*='/account/signup/']")
    sign_up(third)
    third.page.wait_for_url(f"**{link.removeprefix(portal.address)}")
    third.press("main form button[type=submit]")
    third.page.wait_for_url("**/people/roles/mine/")
    third.shoot("appointing-mine")
    third.go("learn/sittings/")
    expect(third.page.locator("h1")).to_be_visible()
    held = Membership.objects.get(role="invigilator")
    assert held.person == User.objects.get(username="tshering.wangmo")
    given = Appointment.objects.get(membership=held)
    assert (given.proposed_by.username, given.decided_by.username) == ("first.officer", "second.officer")

    first.go(f"people/roles/{held.public_id}/")
    first.shoot("appointing-role")
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
