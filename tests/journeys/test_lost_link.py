"""An examination on a phone whose link breaks and whose tab is closed: no answer is lost, none is sent twice."""

import pytest
from django.db import connections
from playwright.sync_api import expect

from literacy.actions import sittings
from literacy.models import Answer
from tests.factories.literacy_assessment import an_attempt
from tests.installation import session_of, until

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]


@pytest.fixture
def attempt(committed):
    """A paper of five questions, each of another kind."""
    return an_attempt()


@pytest.fixture
def signed_in(portal, phone, attempt):
    """The phone on which the candidate is signed in."""
    phone.add_cookies([{"name": "sessionid", "value": session_of(attempt.citizen), "url": portal.address}])
    return phone


def choose(page, number):
    """Answer one question by its first option, without pressing its button."""
    page.locator(f".js-exam nav a[href='#q{number}']").click()
    form = page.locator(f"#q{number}")
    form.wait_for(state="visible")
    if form.locator("select").count():
        for place, one in enumerate(form.locator("select").all(), start=1):
            one.select_option(index=place)
    else:
        form.locator(".radio label").first.click()


def saved(attempt, number):
    """How many answers the server has."""
    return until(lambda: Answer.objects.filter(attempt=attempt).count() == number, what=f"{number} answers")


def test_answers_survive_a_lost_link_and_a_closed_tab(portal, signed_in, attempt, django_db_blocker):
    address = f"{portal.address}/en/learn/exam/{attempt.public_id}/"
    page = signed_in.new_page()
    page.goto(address)
    choose(page, 1)
    saved(attempt, 1)
    expect(page.locator(".js-exam nav a[href='#q1']")).to_have_class("answered")

    signed_in.set_offline(True)
    choose(page, 2)
    choose(page, 3)
    expect(page.locator("[data-when=waiting]")).to_be_visible()
    page.close()
    assert Answer.objects.filter(attempt=attempt).count() == 1
    signed_in.set_offline(False)
    page = signed_in.new_page()
    page.goto(address)
    saved(attempt, 3)
    expect(page.locator("[data-when=saved]")).to_be_visible()

    invigilator = attempt.candidate.sitting.invigilator
    sittings.close(sitting=attempt.candidate.sitting, by=invigilator)
    choose(page, 4)
    expect(page.locator("[data-when=resting]")).to_be_visible()
    sittings.resume(sitting=attempt.candidate.sitting, by=invigilator)
    saved(attempt, 4)

    page.locator("form.js-hand-in button").first.click()
    expect(page.locator("main")).to_contain_text("1 of 5 questions has no answer yet")
    page.locator("button[name=sure]").click()
    page.wait_for_selector(".dn")
    attempt.refresh_from_db()
    assert attempt.submitted_at is not None
    connections.close_all()
