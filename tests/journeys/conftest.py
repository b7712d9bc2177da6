"""What every journey needs: Debian's Chromium, and a portal that serves pages.

Playwright's synchronous interface keeps an event loop in this thread; the database is used beside it, not in it.
"""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.visitors import PHONE


@pytest.fixture(autouse=True)
def beside_the_browser(monkeypatch):
    """Let the ORM work while a browser is open."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def portal(installation):
    """A portal whose web server answers; worker and beat are started by whoever needs them."""
    installation.start_web()
    return installation


@pytest.fixture
def browser():
    """Chromium; each context of it is a phone of its own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def phone(browser):
    """One phone: a context of 360 pixels that waits fifteen seconds at most."""
    context = browser.new_context(**PHONE)
    context.set_default_timeout(15_000)
    return context


@pytest.fixture(params=["en", "dz"])
def language(request):
    """Each journey is gone in both languages."""
    return request.param
