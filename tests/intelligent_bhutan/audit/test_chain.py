"""The audit record: append-only, chained, provable."""

from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.db.utils import InternalError, ProgrammingError
from django.utils import timezone

from intelligent_bhutan import audit
from intelligent_bhutan.audit import actions, queries
from intelligent_bhutan.audit.models import Head, Link
from intelligent_bhutan.places.models import Dzongkhag


@pytest.fixture
def three_entries(db):
    dzongkhag = Dzongkhag.objects.first()
    return [audit.record(f"dzongkhag:{verb}", subject=dzongkhag, by=None) for verb in ("seen", "named", "counted")]


def test_seal_links_each_entry_once(three_entries):
    assert actions.seal() == 3
    assert actions.seal() == 0
    assert list(Link.objects.order_by("position").values_list("entry_id", flat=True)) == [e.pk for e in three_entries]
    assert Head.objects.get().position == 3


def test_prove_accepts_an_unbroken_chain(three_entries):
    actions.seal()
    assert queries.prove() == queries.Verdict(3)


@pytest.mark.parametrize("statement", ["update audit_entry set verb = 'x'", "delete from audit_entry"])
def test_application_cannot_change_the_record(three_entries, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connections["default"].cursor().execute(statement)


def test_owner_cannot_change_the_record_by_accident(committed):
    audit.record("dzongkhag:seen", subject=Dzongkhag.objects.first(), by=None)
    for statement in ("update audit_entry set verb = 'x'", "truncate audit_entry"):
        with pytest.raises(InternalError), connections["owner"].cursor() as cursor:
            cursor.execute(statement)


def test_prove_names_the_first_changed_row(committed):
    dzongkhag = Dzongkhag.objects.first()
    entries = [audit.record("dzongkhag:seen", subject=dzongkhag, by=None) for _ in range(4)]
    actions.seal()
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table audit_entry disable trigger user")
        cursor.execute("update audit_entry set reason = 'forged' where id = %s", [entries[2].pk])
    assert queries.prove() == queries.Verdict(2, f"entry {entries[2].pk} (link 3) was changed")


def test_prove_names_a_removed_row(committed):
    dzongkhag = Dzongkhag.objects.first()
    entries = [audit.record("dzongkhag:seen", subject=dzongkhag, by=None) for _ in range(2)]
    actions.seal()
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table audit_entry disable trigger user")
        cursor.execute("delete from audit_entry where id = %s", [entries[0].pk])
    assert queries.prove() == queries.Verdict(0, f"entry {entries[0].pk} (link 1) is missing")


def test_prove_refuses_a_head_signed_under_another_key(three_entries, settings):
    actions.seal()
    settings.AUDIT_KEY = "another key"
    assert queries.prove() == queries.Verdict(3, "the head at link 3 was signed under an AUDIT_KEY that is not given")


@pytest.mark.parametrize(
    ("forgery", "verdict"),
    [
        ("delete from audit_link where position = 2", (1, "link 2 is missing")),
        ("delete from audit_link where position > 2", (2, "links after 2 are missing; a head was signed at 3")),
        ("delete from audit_head", (3, "no signed head at link 3")),
    ],
)
def test_prove_names_what_somebody_took_out_of_the_chain(committed, forgery, verdict):
    for verb in ("seen", "named", "counted"):
        audit.record(f"dzongkhag:{verb}", subject=Dzongkhag.objects.first(), by=None)
    actions.seal()
    with connections["owner"].cursor() as cursor:
        for table in ("audit_link", "audit_head"):
            cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute(forgery)
    assert queries.prove() == queries.Verdict(*verdict)


def test_prove_waits_ten_minutes_for_the_sealer_and_then_names_what_was_never_chained(db):
    long_ago = timezone.now() - timedelta(minutes=11)
    audit.record("dzongkhag:seen", subject=Dzongkhag.objects.first(), by=None)
    assert queries.prove() == queries.Verdict(0)
    hidden = actions.record("dzongkhag:named", subject=Dzongkhag.objects.first(), by=None, at=long_ago)
    assert queries.prove() == queries.Verdict(0, f"entry {hidden.pk} was never chained")
