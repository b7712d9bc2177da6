"""The health address says which part is down."""

import pytest
from django.core.cache import cache

from intelligent_bhutan.outbox.tasks import dispatch
from tests import unreachable


def silent(health):
    """The parts that do not answer, of an answer that says so with its status too."""
    parts = [part for part, answers in health.json().items() if not answers]
    assert health.status_code == (503 if parts else 200)
    assert "127.0.0.1" not in health.text
    return parts


@pytest.mark.django_db
def test_all_parts_answer_once_a_worker_has_shown_life(client):
    assert silent(client.get("/health/")) == ["worker"]
    dispatch()
    assert silent(client.get("/health/")) == []
    assert set(client.get("/health/").json()) == {"database", "cache", "broker", "worker"}


@pytest.mark.django_db
def test_broker_that_is_away_is_named(client):
    dispatch()
    with unreachable.broker():
        assert silent(client.get("/health/")) == ["broker"]


@pytest.mark.django_db
def test_cache_that_is_away_is_named_and_with_it_the_worker_who_speaks_through_it(client, settings):
    settings.CACHES = unreachable.caches()
    assert silent(client.get("/health/")) == ["cache", "worker"]


def test_database_that_is_away_is_named(client, django_db_setup, django_db_blocker):
    cache.set("outbox:pulse", 1, 60)
    with django_db_blocker.unblock(), unreachable.database():
        assert silent(client.get("/health/")) == ["database"]


@pytest.mark.django_db
def test_server_lives_while_cache_broker_and_worker_are_away(client, settings):
    settings.CACHES = unreachable.caches()
    with unreachable.broker():
        assert silent(client.get("/health/live/")) == []


def test_server_without_a_database_does_not_live(client, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), unreachable.database():
        assert silent(client.get("/health/live/")) == ["database"]
