"""Migrating gives way to people at work; an upgrade looks before and afterwards."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections, migrations, models, transaction
from django.db.migrations import Migration
from django.utils import timezone

from intelligent_bhutan import checks
from intelligent_bhutan.operating import keys, maintenance, upgrading
from intelligent_bhutan.operating.models import Backup, Maintenance

LOCKED = {"lock_timeout": 0.2, "attempts": 2, "pause": 0.1, "verbosity": 0}


def run(command, *arguments, **options):
    """What the command says on both streams."""
    out = StringIO()
    call_command(command, *arguments, stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.fixture
def one_behind(committed):
    """The schema lacks the newest migration of the record."""
    run("migrate", "audit", "0002", verbosity=0)


def test_migration_gives_way_and_is_tried_again(one_behind):
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("select 1 from audit_head")  # somebody reads, and takes long
        out = StringIO()
        with pytest.raises(CommandError, match="stayed in use"):
            call_command("migrate", stdout=out, stderr=out, **LOCKED)
        assert out.getvalue().count("A table is in use") == 2
    assert run("migrate", **LOCKED) == ""
    with connections["owner"].cursor() as cursor:
        cursor.execute("show lock_timeout")
        assert cursor.fetchone() == ("0",)


def test_upgrade_wants_a_backup_of_today(one_behind):
    with pytest.raises(CommandError, match="No backup of the last 24 hours"):
        run("upgrade")
    Backup.objects.create(name="today", size=1, seconds=1, audit_position=0)
    said = run("upgrade")
    assert "waits: audit.0010" in said
    assert "not needed" in said
    assert "Backup: today" in said
    assert "1 migrations" in said
    assert upgrading.waiting() == []


def test_upgrade_leaves_the_page_that_an_operator_turned_on(one_behind, monkeypatch):
    until = timezone.now() + timedelta(hours=2)
    maintenance.switch(on=True, answers_too=True, until=until, by=None)
    monkeypatch.setattr(upgrading, "disturbing", lambda migrations: ["a table is locked"])
    assert "is on already and stays on" in run("upgrade", without_backup=True)
    held = Maintenance.objects.get()
    assert (held.on, held.answers_too, held.until) == (True, True, until)


def test_upgrade_plan_touches_nothing(one_behind):
    assert "waits: audit.0010" in run("upgrade", plan=True)
    assert len(upgrading.waiting()) == 1


def test_upgrade_fails_where_a_key_is_wrong(one_behind, settings):
    keys.note_new()
    settings.IDENTITY_KEY = "w" * 43
    with pytest.raises(CommandError, match="IDENTITY_KEY"):
        run("upgrade", without_backup=True)


def test_only_what_adds_needs_no_maintenance_page():
    adds, takes = Migration("0001_add", "places"), Migration("0002_take", "places")
    adds.operations = [migrations.AddField("gewog", "words", models.TextField(default="", db_default=""))]
    adds.operations.append(migrations.CreateModel("Valley", [("id", models.BigAutoField(primary_key=True))]))
    adds.operations.append(migrations.AddConstraint("valley", models.UniqueConstraint("id", name="once")))
    takes.operations = [migrations.RemoveField("gewog", "words"), migrations.RunSQL("select 1")]
    found = upgrading.disturbing([adds, takes])
    assert [words.split(":")[0] for words in found] == ["places.0002_take"] * 2


def test_column_that_the_release_before_leaves_empty_is_found():
    """Also beside a table that is made in the same migration, where the linter takes one for the other."""
    one = Migration("0001_add", "places")
    fields = [("id", models.BigAutoField(primary_key=True))]
    texts = {"a": {}, "b": {"null": True}, "c": {"default": ""}, "d": {"default": "", "db_default": ""}}
    one.operations = [migrations.AddField("gewog", name, models.TextField(**given)) for name, given in texts.items()]
    one.operations += [migrations.CreateModel("Valley", fields), migrations.AddField("valley", "e", models.TextField())]
    found = upgrading.left_empty([one])
    assert [words.split()[1] for words in found] == ["gewog.a", "gewog.c"]


@pytest.mark.django_db
def test_wrong_key_stops_the_start(settings):
    assert checks.key_errors() == []
    keys.note_new()
    assert checks.key_errors() == []
    before, settings.MFA_KEY = settings.MFA_KEY, "w" * 43
    assert [error.id for error in checks.key_errors()] == ["portal.E011"]
    settings.MFA_KEY_PREVIOUS = [before]
    assert checks.key_errors() == []
