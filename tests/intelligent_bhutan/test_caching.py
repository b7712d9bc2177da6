"""Pages kept for everyone who is not signed in, and a cache that may be away."""

from time import sleep

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory

from intelligent_bhutan.caching import SoftRedisCache, shared
from intelligent_bhutan.embedded import ports
from tests.factories.people import PersonFactory

SECONDS = 30


@pytest.fixture
def kept(settings):
    settings.SHARED_PAGE_SECONDS = SECONDS


@pytest.fixture
def away(monkeypatch):
    """Every call of the cache finds nobody at the other end."""
    dead = SoftRedisCache(f"redis://127.0.0.1:{ports.any_free()}/0", {"OPTIONS": {"socket_connect_timeout": 1}})
    for name in ("get", "set", "add", "incr", "delete", "get_many", "set_many", "touch", "has_key", "delete_many"):
        monkeypatch.setattr(cache, name, getattr(dead, name), raising=False)
    return dead


class Counting:
    """A view that says how often it was made."""

    def __init__(self, act=lambda request, response: None):
        self.made, self.act = 0, act

    def __call__(self, request):
        self.made += 1
        response = HttpResponse(f"number {self.made}")
        self.act(request, response)
        return response


class NoSession:
    accessed = False


def ask(view, path="/en/", cookies=None, method="get", **headers):
    request = getattr(RequestFactory(), method)(path, headers=headers)
    request.session = NoSession()
    request.COOKIES = cookies or {}
    return view(request)


def test_a_page_is_made_once_for_all_who_are_not_signed_in(kept):
    view = shared("screen")(Counting())
    assert [ask(view).content for _ in range(3)] == [b"number 1"] * 3
    assert [ask(view, "/en/?screen=2").content for _ in range(2)] == [b"number 2"] * 2
    assert ask(view, **{"Save-Data": "on"}).content == b"number 3"
    assert ask(view)["Vary"] == "Save-Data"


@pytest.mark.parametrize(
    "asked",
    [
        {"path": "/en/?other=1"},
        {"path": "/en/?screen=" + "1" * 100},
        {"path": "/en/?screen=a%0d%0ab"},
        {"cookies": {"sessionid": "x"}},
        {"cookies": {"messages": "x"}},
        {"method": "post"},
    ],
)
def test_what_may_be_meant_for_one_person_is_made_anew(kept, asked):
    view = shared("screen")(Counting())
    assert [ask(view, **asked).content for _ in range(2)] == [b"number 1", b"number 2"]


def test_an_address_never_brings_the_page_of_another_that_reads_alike(kept):
    view = shared("screen", "answer")(Counting())
    addresses = ["?screen=1%26answer%3D2", "?screen=1&answer=2", "?screen=2&answer=2&screen=1", "?screen=1&answer=2&&"]
    assert len({ask(view, f"/en/{query}").content for query in addresses}) == len(addresses)


def fail(_request, response):
    response.status_code = 404


def set_cookie(_request, response):
    response.set_cookie("a", "b")


def use_token(request, _response):
    get_token(request)


def use_nonce(request, _response):
    request._csp_nonce = "abc"


@pytest.mark.parametrize("act", [fail, set_cookie, use_token, use_nonce])
def test_errors_cookies_tokens_and_nonces_are_never_kept(kept, act):
    view = shared()(Counting(act))
    assert [ask(view).content for _ in range(2)] == [b"number 1", b"number 2"]


def test_a_page_is_kept_no_longer_than_it_says_that_it_is_true(kept):
    def for_a_moment(seconds):
        return shared()(Counting(lambda _request, response: setattr(response, "true_for", seconds)))

    view = for_a_moment(0.5)
    assert [ask(view, "/en/a/").content for _ in range(2)] == [b"number 1", b"number 2"]
    view = for_a_moment(1.5)
    assert [ask(view, "/en/b/").content for _ in range(2)] == [b"number 1"] * 2
    sleep(1.1)
    assert ask(view, "/en/b/").content == b"number 2"


@pytest.mark.django_db
def test_a_kept_home_page_asks_the_database_nothing_and_is_not_given_to_the_signed_in(
    kept, client, django_assert_num_queries
):
    first = client.get("/en/").text
    with django_assert_num_queries(0):
        assert client.get("/en/").text == first
    assert client.get("/dz/").text != first
    person = PersonFactory()
    client.force_login(person)
    assert "/en/me/" in client.get("/en/").text
    assert "/en/me/" not in first


@pytest.mark.django_db
def test_pages_answer_while_the_cache_is_away(kept, away, client):
    assert client.get("/en/").status_code == 200
    assert client.get("/en/progress/").status_code == 200
    assert client.post("/verify/", {"code": "8RVDTFSB983V", "name": "Sonam"}).status_code in {404, 422}


def test_a_cache_that_is_away_keeps_nothing_and_raises_nothing(away):
    away.set("a", 1)
    assert away.get("a", "nothing") == "nothing"
    assert away.add("a", 1) is True
    assert away.incr("a") == 1
    assert away.get_many(["a"]) == {}
    assert away.has_key("a") is False
    assert away.delete("a") is False
