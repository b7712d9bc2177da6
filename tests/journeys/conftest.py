"""Playwright's synchronous interface keeps an event loop in this thread; the database is used beside it, not in it."""

import os

import pytest


@pytest.fixture(autouse=True)
def beside_the_browser(monkeypatch):
    """Let the ORM work while a browser is open."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
