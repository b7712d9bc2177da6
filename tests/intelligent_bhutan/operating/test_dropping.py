"""Old backups go, but never the last that was verified, nor a file that one that stays needs."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.operating import backup
from intelligent_bhutan.operating.models import Backup

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SECRET = "the key of the backups, long enough"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Where backups lie, without databases in them."""
    monkeypatch.setenv("BACKUP_KEY", SECRET)
    nothing = {"tables": {}, "named": set(), "audit": {"position": 0}}
    monkeypatch.setattr(backup, "dump", lambda path, name, sealer: nothing)
    return tmp_path / "backups"


def made(place, *, days, file, verified=False, passphrase=SECRET):
    """The name of a set of that age, when only this file was stored."""
    name = default_storage.save("a.txt", ContentFile(file))
    found = backup.back_up(to=place, passphrase=passphrase, at=NOW - timedelta(days=days), by=None)
    default_storage.delete(name)
    Backup.objects.filter(pk=found.pk).update(verified_at=NOW if verified else None)
    return found.name


def drop(place, **options):
    """What `manage.py drop_backups` says."""
    out = StringIO()
    call_command("drop_backups", place, keep_days=30, stdout=out, **options)
    return out.getvalue()


def sealed(place):
    """How many sealed files there are."""
    return len(list((place / "files").rglob("*.sealed")))


def test_old_backups_go_with_what_they_alone_need(place):
    gone = made(place, days=90, file=b"of the oldest alone", verified=True)
    gone_too = made(place, days=80, file=b"of both")
    verified = made(place, days=70, file=b"of both", verified=True)
    newest = made(place, days=60, file=b"of the newest")
    (place / "sets" / "killed.draft").mkdir()
    assert "Nothing was dropped" in drop(place)
    assert backup.sets_in(place) == [gone, gone_too, verified, newest]
    assert f"old: {gone}\nold: {gone_too}\n2 backups" in drop(place, carry_out=True)
    assert [path.name for path in sorted((place / "sets").iterdir())] == [verified, newest]
    assert sealed(place) == 2
    assert Entry.objects.filter(verb="backup:dropped").count() == 2
    assert "0 backups, 0 other" in drop(place, carry_out=True)


def test_nothing_goes_while_none_was_verified(place):
    made(place, days=90, file=b"a")
    made(place, days=80, file=b"b")
    with pytest.raises(CommandError, match="None of these backups was verified"):
        drop(place, carry_out=True)
    assert len(backup.sets_in(place)) == 2


def test_files_under_another_key_stay_as_long_as_a_set_does(place):
    made(place, days=90, file=b"a", passphrase=SECRET[::-1])
    made(place, days=80, file=b"b", passphrase=SECRET[::-1], verified=True)
    made(place, days=70, file=b"b")
    assert "stay: give that key" in drop(place, carry_out=True)
    assert sealed(place) == 3
    Backup.objects.filter(name=made(place, days=1, file=b"b")).update(verified_at=NOW)
    drop(place, carry_out=True)
    assert sealed(place) == 1
    assert len(backup.sets_in(place)) == 1
