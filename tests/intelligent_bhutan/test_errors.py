"""A page for every error: what to do next, in both languages, with its headers, without a word of what went wrong."""

import pytest
from django.conf import settings as live_settings
from django.test import Client

from intelligent_bhutan.people.models import User
from tests import unreachable
from tests.factories.people import PersonFactory

# what failed: the method, the address below /en/ or /dz/, and words of the page that say what to do
FAILURES = {
    400: ("get", "fails/400/", "Go back and try once more."),
    403: ("get", "fails/403/", "ask the person who gave you your role"),
    404: ("get", "nothing/here/", "Check the address, or begin at the first page."),
    405: ("get", "fails/405/", "Go back to the page with the button"),
    413: ("post", "fails/413/", "Send a shorter text or a smaller file."),
    500: ("get", "fails/500/", "Try again in a few minutes."),
}


@pytest.fixture(autouse=True)
def failing(settings):
    settings.ROOT_URLCONF = "tests.broken_urls"
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


def judge(page, language):
    """What holds of every error page."""
    assert f'<html lang="{language}"' in page.text
    assert f'href="/{language}/"' in page.text
    for leak in ("secret words", "Traceback", "Exception", "/intelligent_bhutan/", "psycopg", "127.0.0.1"):
        assert leak not in page.text
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Permissions-Policy"].startswith("camera=()")


@pytest.mark.parametrize("language", ["en", "dz"])
@pytest.mark.parametrize("status", FAILURES)
def test_error_says_what_to_do(visitor, status, language):
    method, address, words = FAILURES[status]
    data = {"text": "x" * 2000} if method == "post" else None
    kwargs = {"content_type": "application/x-www-form-urlencoded"} if data else {}
    body = "text=" + data["text"] if data else None
    page = getattr(visitor, method)(f"/{language}/{address}", body, **kwargs)
    assert page.status_code == status
    judge(page, language)
    if language == "en":
        assert words in page.text


@pytest.mark.parametrize("language", ["en", "dz"])
def test_form_without_its_token_says_what_to_do(language):
    page = Client(enforce_csrf_checks=True).post(f"/{language}/fails/csrf/")
    assert page.status_code == 403
    judge(page, language)
    assert language == "dz" or "load the page again" in page.text


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "dz"])
def test_too_many_tries_say_when_to_come_back(visitor, settings, language):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    address = f"/{language}/account/login/"
    pages = [visitor.post(address, {"login": "nobody", "password": "wrong"}) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 429]
    judge(pages[1], language)
    assert language == "dz" or "Wait a few minutes" in pages[1].text


@pytest.mark.parametrize("language", ["en", "dz"])
def test_failure_page_needs_no_database(visitor, django_db_blocker, language):
    with django_db_blocker.unblock(), unreachable.database():
        assert visitor.get(f"/{language}/fails/500/").status_code == 500
        visitor.cookies[live_settings.SESSION_COOKIE_NAME] = "a-session-nobody-can-look-up"
        page = visitor.get(f"/{language}/me/")
    assert (page.status_code, page["Retry-After"]) == (503, "120")
    judge(page, language)
    assert page["Cache-Control"] == "no-store, private"


@pytest.mark.django_db
def test_refused_method_still_names_the_right_one(visitor):
    assert visitor.get("/en/fails/405/")["Allow"] == "POST"


@pytest.mark.django_db
def test_page_of_somebody_signed_in_is_kept_by_no_cache(client):
    assert "Cache-Control" not in client.get("/en/")
    client.force_login(PersonFactory())
    assert client.get("/en/")["Cache-Control"] == "no-store, private"
    assert "no-store" in client.get("/en/me/")["Cache-Control"]
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_normal_page_carries_the_same_headers(client):
    judge(client.get("/en/"), "en")
