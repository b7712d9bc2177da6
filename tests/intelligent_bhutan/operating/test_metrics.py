"""What monitoring reads: true figures, for whoever may, and rules that speak of nothing else."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from intelligent_bhutan.certificates import actions, queries
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.operating import load, maintenance, metrics, requests, tasks
from intelligent_bhutan.operating.models import Backup, Round
from intelligent_bhutan.outbox.models import Message
from literacy.models import ReconciliationAlarm
from tests.factories.certificates import an_award, an_issued
from tests.factories.outbox import DeadFactory
from tests.unreachable import caches

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def alone(monkeypatch, worker_name, tmp_path):
    """Each test counts for itself."""
    monkeypatch.setattr(requests, "HASH", f"test:{worker_name}:{tmp_path.name}")
    requests.new.clear()
    yield
    with requests.connected() as client:
        client.delete(requests.HASH)


def read(at=None):
    """Every figure by its name and labels."""
    families = text_string_to_metric_families(metrics.text(at=at).decode())
    return {(one.name, *sorted(one.labels.values())): one.value for family in families for one in family.samples}


def test_nobody_reads_metrics_unless_told(client, settings):
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "a token that only monitoring knows"
    assert client.get("/metrics", headers={"authorization": "Bearer a"}).status_code == 404
    page = client.get("/metrics", headers={"authorization": "Bearer a token that only monitoring knows"})
    assert page.status_code == 200
    assert "portal_outbox_dead" in page.text


def test_network_of_ours_reads_but_not_through_a_proxy(client, settings):
    settings.METRICS_NETWORKS = ["127.0.0.0/8"]
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 404
    settings.METRICS_NETWORKS = ["10.0.0.0/8"]
    assert client.get("/metrics").status_code == 404


def test_queue_tells_what_waits_and_for_how_long():
    an_award()
    Message.objects.update(created_at=NOW - timedelta(seconds=90), next_at=NOW)
    DeadFactory(kind="certificates.print")
    found = read(at=NOW)
    assert found["portal_outbox_waiting", "issue"] == 1
    assert found["portal_outbox_oldest_seconds", "issue"] == 90
    assert found["portal_outbox_oldest_seconds", "pdf"] == 0
    assert found["portal_outbox_dead", "certificates.print"] == 1
    assert found["portal_certificates_unnumbered",] == 1


def test_work_that_is_put_off_is_not_old():
    an_award()
    Message.objects.update(created_at=NOW - timedelta(seconds=90), next_at=NOW + timedelta(seconds=90))
    assert read(at=NOW)["portal_outbox_oldest_seconds", "issue"] == 0


def test_certificates_tell_how_long_they_took():
    for seconds in (10, 20, 30):
        award = an_issued()
        Award.objects.filter(pk=award.pk).update(awarded_at=NOW - timedelta(seconds=seconds), issued_at=NOW)
    old = an_issued()
    Award.objects.filter(pk=old.pk).update(awarded_at=NOW - timedelta(days=3), issued_at=NOW - timedelta(days=2))
    found = read(at=NOW)
    assert found["portal_certificate_seconds", "0.5"] == 20
    assert found["portal_certificate_seconds", "1"] == 30
    assert found["portal_certificates_unprinted",] == 4


def test_certificate_that_was_erased_waits_for_nothing():
    for award in (an_award(), an_issued()):
        actions.erase_all(citizen=award.citizen)
    found = read()
    assert found["portal_certificates_unnumbered",] == found["portal_certificates_unprinted",] == 0
    assert queries.progress() == {"waiting": 0, "unprinted": 0, "ready": 0, "revoked": 0}


def test_certificate_in_place_of_another_is_no_slow_one():
    old = an_issued()
    Award.objects.filter(pk=old.pk).update(awarded_at=NOW - timedelta(days=300), printed_name="Before")
    (new,) = actions.reissue(person=old.citizen_id)
    actions.issue(award=new.pk)
    Award.objects.filter(pk=old.pk).update(issued_at=NOW - timedelta(days=300))
    assert [name for name in read() if name[0] == "portal_certificate_seconds"] == []


def test_backups_and_alarms_are_seen():
    assert read()["portal_backup_age_seconds",] == metrics.NEVER
    Backup.objects.create(name="a", size=7, seconds=1, audit_position=0, made_at=NOW - timedelta(hours=1))
    ReconciliationAlarm.objects.create(table="a", differing_cells=1, counted=1, recounted=2)
    found = read(at=NOW)
    assert found["portal_backup_age_seconds",] == 3600
    assert found["portal_backup_bytes",] == 7
    assert found["portal_reconciliation_alarms",] == 1


def test_nightly_task_that_ended_well_is_noted():
    tasks.note_round(sender=type("Task", (), {"name": "literacy.reconcile_standings"}))
    tasks.note_round(sender=type("Task", (), {"name": "outbox.dispatch"}))
    assert [one.task for one in Round.objects.all()] == ["literacy.reconcile_standings"]
    found = read()
    assert found["portal_round_age_seconds", "literacy.reconcile_standings"] >= 0
    assert found["portal_round_age_seconds", "people.sweep_copies"] == metrics.NEVER


def test_requests_of_all_processes_add_up(client):
    client.get("/health/live/")
    client.get("/en/nothing-here/")
    requests.add()  # as another process would
    client.get("/health/live/")
    found = read()
    assert found["portal_requests_total", "2xx", "alive"] == 2
    assert found["portal_requests_total", "4xx", "none"] == 1
    assert found["portal_request_seconds_count", "alive"] == 2
    assert found["portal_request_seconds_bucket", "+Inf", "alive"] == 2


@pytest.mark.parametrize(("why", "limit"), [("busy", 1), ("closed", 0)])
def test_whoever_is_asked_to_come_back_is_no_error(client, settings, monkeypatch, why, limit):
    settings.BUSY_ANONYMOUS = limit
    monkeypatch.setitem(load.progress, "requests", limit)
    monkeypatch.setattr(maintenance, "state", lambda: None if limit else {"answers_too": False, "until": None})
    assert client.get("/en/learn/").status_code == 503
    found = {name: n for name, n in read().items() if "literacy:courses" in name}
    assert found == {("portal_requests_total", *sorted([why, "literacy:courses"])): 1}


def test_requests_are_kept_while_the_cache_is_away(client, settings):
    there = settings.CACHE_URL
    settings.CACHE_URL = caches()["default"]["LOCATION"]
    client.get("/health/live/")
    requests.add()
    assert requests.totals().answers == {}
    settings.CACHE_URL = there
    assert read()["portal_requests_total", "2xx", "alive"] == 1


def test_alerts_hear_of_what_never_happened():
    rules = (Path(portal.BASE_DIR) / "docs" / "alerts.yml").read_text()
    never = {name for (name, *_labels), value in read().items() if value == metrics.NEVER}
    assert never == {"portal_backup_age_seconds", "portal_audit_head_age_seconds", "portal_round_age_seconds"}
    assert [name for name in never if f"{name} < 0" not in rules] == []


def test_alerts_speak_of_figures_that_there_are():
    rules = (Path(portal.BASE_DIR) / "docs" / "alerts.yml").read_text()
    named = set(re.findall(r"\bportal_\w+", rules))
    an_issued()
    requests.note("literacy:save_answer", "2xx", 0.1)
    DeadFactory()
    tasks.note_round(sender=type("Task", (), {"name": "literacy.reconcile_standings"}))
    there = {name for name, *_labels in read()}
    assert named - there == set()
    assert rules.count("- alert:") == rules.count(" first:") == rules.count("{severity:") > 10
