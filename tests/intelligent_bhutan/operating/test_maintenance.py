"""The maintenance page closes everything but health and running examinations, and an answer is never lost behind it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.operating import load, maintenance, tasks
from literacy.models import Answer
from tests.factories.literacy_assessment import an_attempt
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(django_capture_on_commit_callbacks):
    """The switch reaches the servers when it commits; tests do not."""
    with django_capture_on_commit_callbacks(execute=True):
        yield


def begin(**options):
    """As the command does."""
    held = maintenance.switch(on=True, by=None, **options)
    maintenance.publish(held)


@pytest.fixture
def attempt(client):
    """An examination that is running, its learner signed in."""
    attempt = an_attempt()
    client.force_login(attempt.citizen)
    return attempt


@pytest.mark.parametrize(("language", "words"), [("en", "We are working on the portal"), ("dz", 'lang="dz"')])
def test_everyone_reads_when_to_come_back(client, language, words):
    begin(until=timezone.now() + timedelta(minutes=20))
    page = client.get(f"/{language}/")
    assert page.status_code == 503
    assert 1100 < int(page["Retry-After"]) <= 1200
    assert page["Cache-Control"] == "no-store"
    assert words in page.text


def test_health_is_seen_as_it_is(client):
    begin(answers_too=True)
    assert client.get("/health/live/").status_code == 200


def test_page_asks_neither_database_nor_session(client, django_assert_num_queries):
    begin()
    client.force_login(PersonFactory())
    with django_assert_num_queries(0):
        assert client.get("/en/me/").status_code == 503


def test_running_examination_stays_open(client, attempt):
    begin()
    assert client.get(reverse("literacy:attempt", args=[attempt.public_id])).status_code == 200
    assert client.get(reverse("literacy:courses")).status_code == 503


def test_closed_examination_tells_the_phone_to_keep_the_answer(client, attempt):
    """answers.js takes every status but success and 404, 409, 410 and 422 as: try again."""
    begin(answers_too=True)
    address = reverse("literacy:save_answer", args=[attempt.public_id, 1])
    said = client.post(address, {"sequence": "1", "answer": "0"}, headers={"accept": "application/json"})
    assert said.status_code == 503
    assert said.json() == {"retry": 120}


def test_closed_examination_keeps_the_answer_of_a_phone_without_javascript(client, attempt):
    begin(answers_too=True)
    address = reverse("literacy:save_answer", args=[attempt.public_id, 1])
    page = client.post(address, {"sequence": "1", "option": ["<0>", "2"]}).text
    for field in ('name="sequence" value="1"', 'name="option" value="&lt;0&gt;"', 'name="option" value="2"'):
        assert f'<input type="hidden" {field}>' in page
    assert "Send my answer again" in page
    assert Answer.objects.count() == 0


def test_other_forms_are_not_shown_again(client):
    begin()
    page = client.post(reverse("account_login"), {"login": "pema", "password": "secret-words"})
    assert page.status_code == 503
    assert "secret-words" not in page.text


def test_switch_goes_off_and_leaves_its_lines(client):
    begin()
    maintenance.publish(maintenance.switch(on=False, by=None))
    assert client.get("/en/").status_code == 200
    verbs = Entry.objects.filter(verb__startswith="maintenance:").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["maintenance:begun", "maintenance:ended"]


def test_emptied_cache_learns_of_it_again(client):
    begin()
    cache.delete(maintenance.COPY)
    assert client.get("/en/").status_code == 200
    tasks.publish_switch()
    assert client.get("/en/").status_code == 503


def test_server_looks_once_in_some_seconds(settings, monkeypatch):
    settings.MAINTENANCE_LOOK_SECONDS = 60
    monkeypatch.setattr(maintenance, "seen", {"at": -1e9, "state": None})
    assert maintenance.state() is None
    cache.set(maintenance.COPY, {"answers_too": False, "until": None})
    assert maintenance.state() is None
    maintenance.seen["at"] -= 61
    assert maintenance.state()


def test_cache_that_hangs_holds_up_one_request_and_not_all(settings, monkeypatch):
    settings.MAINTENANCE_LOOK_SECONDS = 60
    monkeypatch.setattr(maintenance, "seen", {"at": -1e9, "state": None})
    asked = []

    def slow(key):
        asked.append(key)
        assert maintenance.state() is None  # what another request is told meanwhile

    monkeypatch.setattr(maintenance.cache, "get", slow)
    maintenance.state()
    assert asked == [maintenance.COPY]


def test_command_says_how_it_stands():
    def say(*arguments, **options):
        out = StringIO()
        call_command("maintenance", *arguments, stdout=out, **options)
        return out.getvalue().strip()

    assert say("state") == "Maintenance is off."
    assert say("on", answers_too=True, minutes=5) == "Maintenance is on for examinations too."
    assert say("off") == "Maintenance is off."


def test_whoever_only_looks_around_gives_way_first(client, settings, monkeypatch):
    settings.BUSY_ANONYMOUS, settings.BUSY_SIGNED_IN = 2, 3
    monkeypatch.setitem(load.progress, "requests", 2)  # and this one
    page = client.get("/en/learn/")
    assert page.status_code == 503
    assert 15 <= int(page["Retry-After"]) <= 45
    assert "Many people are here just now" in page.text
    client.force_login(PersonFactory())
    assert client.get("/en/me/").status_code == 200
    monkeypatch.setitem(load.progress, "requests", 3)
    assert client.get("/en/me/").status_code == 503


def test_examination_never_gives_way(client, settings, attempt, monkeypatch):
    settings.BUSY_ANONYMOUS = settings.BUSY_SIGNED_IN = 1
    monkeypatch.setitem(load.progress, "requests", 1_000)
    assert client.get(reverse("literacy:attempt", args=[attempt.public_id])).status_code == 200
    candidate = attempt.candidate.public_id
    begun = client.post(reverse("literacy:begin", args=[candidate, attempt.domain.key]))
    assert (begun.status_code, begun.url) == (302, attempt.get_absolute_url())
    assert client.get(reverse("literacy:sitting_results", args=[candidate])).status_code == 200


@pytest.mark.parametrize(
    ("proxies", "header", "due"),
    [
        (1, "t=1700000000000", 7),
        (1, "1700000000000", 7),
        (1, "t=1700000000.000", 7),  # as nginx writes it
        (0, "1700000000000", 0),
        (1, "yes", 0),
        (1, "", 0),
        (1, "1800000000000", 0),
    ],
)
def test_waiting_is_believed_from_the_proxy_alone(rf, settings, proxies, header, due):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert load.waited(rf.get("/", headers={"x-request-start": header}), now=1_700_000_007) == due


def test_request_that_waited_long_is_answered_at_once(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client.get("/en/learn/", headers={"x-request-start": "1700000000000"}).status_code == 503


def test_progress_is_counted_back():
    before = load.progress["requests"]

    def fail():
        with load.one_more():
            assert load.progress["requests"] == before + 1
            return 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail()
    assert load.progress["requests"] == before
