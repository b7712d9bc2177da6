"""Every table is named in the schedule, and what is over goes: once, in chunks, with a line in the record."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.operating import clearing, keeping
from intelligent_bhutan.operating.keys import IN_SETTINGS
from intelligent_bhutan.operating.models import Backup, KeepingRun
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.actions import codes
from intelligent_bhutan.people.models import Code, Membership, SignInLimit
from literacy.models import Answer, ImportRow
from tests.factories.literacy_assessment import an_open, sit
from tests.factories.literacy_importing import a_cohort, checked, someone
from tests.factories.people import holder_of

NOW = timezone.now()


def keep(**options):
    """What `manage.py keep` says."""
    out = StringIO()
    call_command("keep", stdout=out, **options)
    return out.getvalue()


def sessions(*ends):
    """Sessions that end at these moments."""
    for number, end in enumerate(ends):
        Session.objects.create(session_key=f"session{number}", session_data="", expire_date=end)


def test_schedule_names_every_model_once():
    assert keeping.unnamed() == []
    labels = [rule.label for rule in keeping.SCHEDULE]
    assert len(labels) == len(set(labels))


@pytest.mark.django_db
def test_every_rule_finds_its_rows_in_the_database():
    assert clearing.due(at=NOW) == {}


@pytest.mark.django_db
def test_keep_counts_and_deletes_nothing_unless_told():
    sessions(NOW - timedelta(days=1), NOW + timedelta(days=1))
    said = keep()
    assert "sessions.Session: 1" in said
    assert "Nothing was deleted" in said
    assert Session.objects.count() == 2
    assert not KeepingRun.objects.exists()


@pytest.mark.django_db
def test_codes_go_a_day_after_they_ran_out():
    for age in (2, 0):
        codes.send(purpose="password", person=None, way="email", at=NOW - timedelta(days=age))
    clearing.carry_out(at=NOW, by=None)
    assert [code.expires_at > NOW for code in Code.objects.all()] == [True]


@pytest.mark.django_db
def test_keep_deletes_in_chunks_and_leaves_one_line(monkeypatch):
    monkeypatch.setattr(clearing, "CHUNK", 2)
    sessions(*[NOW - timedelta(days=1)] * 5, NOW + timedelta(days=1))
    said = keep(carry_out=True)
    assert said.count("sessions.Session") == 3
    assert Session.objects.count() == 1
    assert KeepingRun.objects.get().counts == {"sessions.Session": 5}
    assert Entry.objects.filter(verb="schedule:carried_out").count() == 1


@pytest.mark.django_db
def test_run_whose_time_is_over_leaves_the_rest_to_another():
    sessions(NOW - timedelta(days=1))
    assert not clearing.carry_out(within=1e-9, by=None).is_whole
    assert Session.objects.count() == 1
    assert clearing.carry_out(within=60, by=None).is_whole
    assert Session.objects.count() == 0


@pytest.mark.django_db
def test_keep_carried_out_again_deletes_nothing_more():
    sessions(NOW - timedelta(days=1))
    clearing.carry_out(by=None)
    assert clearing.carry_out(by=None).counts == {}


@pytest.mark.django_db
def test_work_that_waits_or_is_dead_stays():
    old = NOW - timedelta(days=30)
    for state in Message.State.values:
        finished = None if state == "waiting" else old
        Message.objects.create(kind="certificates.issue", state=state, created_at=old, finished_at=finished)
    clearing.carry_out(at=NOW, by=None)
    assert set(Message.objects.values_list("state", flat=True)) == {"waiting", "dead"}


@pytest.mark.django_db
def test_tries_are_forgotten_after_a_day_but_not_during_a_pause():
    old = NOW - timedelta(days=2)
    SignInLimit.objects.create(key="person:a", first_at=old)
    SignInLimit.objects.create(key="person:b", first_at=old, blocked_until=NOW + timedelta(hours=1))
    clearing.carry_out(at=NOW, by=None)
    assert [limit.key for limit in SignInLimit.objects.all()] == ["person:b"]


@pytest.mark.django_db
def test_answers_go_after_five_years_and_results_stay():
    sitting = an_open()
    candidate = sitting.candidates.get()
    attempt = sit(candidate, sitting.domains.first(), 5)
    assert Answer.objects.exists()
    clearing.carry_out(at=NOW + timedelta(days=5 * 365 - 2), by=None)
    assert Answer.objects.exists()
    clearing.carry_out(at=NOW + timedelta(days=5 * 365 + 2), by=None)
    assert not Answer.objects.exists()
    attempt.refresh_from_db()
    assert attempt.passed is not None


@pytest.mark.django_db
def test_rows_of_a_spreadsheet_go_after_ninety_days():
    checked(a_cohort(), someone())
    clearing.carry_out(at=NOW + timedelta(days=89), by=None)
    assert ImportRow.objects.exists()
    clearing.carry_out(at=NOW + timedelta(days=91), by=None)
    assert not ImportRow.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "dz"])
def test_everyone_reads_every_purpose(client, language):
    page = client.get(f"/{language}/keeping/")
    assert page.status_code == 200
    assert page.text.count("<section") == len(keeping.purposes())


@pytest.mark.django_db
def test_operators_see_what_is_due_and_what_went(client, django_assert_num_queries):
    client.force_login(holder_of(Membership.Role.OPERATOR))
    KeepingRun.objects.create(counts={"sessions.Session": 4321})
    Backup.objects.create(name="old", size=1, seconds=1, audit_position=0, made_at=NOW - timedelta(days=400))
    with django_assert_num_queries(4 + sum(1 for rule in keeping.SCHEDULE if rule.due)):
        page = client.get(reverse("operating:schedule"))
    assert "4,321" in page.text
    assert page.text.count("<code>") == len(keeping.SCHEDULE)


@pytest.mark.django_db
def test_operators_see_fingerprints_and_no_key(client, settings):
    client.force_login(holder_of(Membership.Role.OPERATOR))
    page = client.get(reverse("operating:keys")).text
    assert page.count("manage.py rotate_key") == len(IN_SETTINGS)
    assert "Not noted yet" in page
    assert settings.IDENTITY_KEY not in page
