"""The seed of the restore drill: a backup goes into an empty place and everything is proven; each damage is named."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError

from intelligent_bhutan.audit.actions import seal
from intelligent_bhutan.certificates import actions as certificates
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.keyring import KEYS
from intelligent_bhutan.operating import backup, restoring, stored_files
from intelligent_bhutan.operating.models import Backup
from intelligent_bhutan.people.actions import identity
from tests import databases
from tests.factories.certificates import an_issued
from tests.factories.people import PersonFactory

SECRET = "the key of the backups, long enough"
NUMBER = "10103000001"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Where backups lie."""
    monkeypatch.setenv("BACKUP_KEY", SECRET)
    return tmp_path / "backups"


@pytest.fixture
def inhabited(committed):
    """A portal with a citizenship number, a printed certificate and a sealed record."""
    identity.claim(person=PersonFactory(full_name="Tshering Zangmo"), number=NUMBER, by=None)
    certificates.make_pdf(award=an_issued().pk)
    while seal():
        pass
    return committed


@pytest.fixture
def elsewhere(inhabited, worker_name, tmp_path, settings):
    """Lead to an empty machine, and back."""
    name, home = f"ib_restored_{worker_name}", settings.MEDIA_ROOT

    def move():
        databases.create(name)
        databases.point_to(name)
        settings.MEDIA_ROOT = str(tmp_path / "restored")

    yield move
    settings.MEDIA_ROOT = home
    databases.point_to(inhabited)
    databases.drop(name)


def run(command, *arguments, **options):
    """What the command says."""
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


def test_backup_comes_back_whole_into_an_empty_place(place, elsewhere):
    run("backup", place)
    elsewhere()
    said = run("restore", place)
    assert "FAILED" not in said
    assert "1 citizenship numbers open" in said
    assert "1 certificates are printed with the same bytes" in said
    assert "is back and verified" in said


def test_backup_holds_no_key_and_nothing_in_clear(place, inhabited):
    run("backup", place)
    content = b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())
    assert [word for word in ("Tshering", "%PDF", NUMBER, SECRET) if word.encode() in content] == []
    assert [name for name in KEYS if getattr(portal, name).encode() in content] == []


def test_backup_is_of_one_moment(place, elsewhere, monkeypatch):
    """What is written while the dump runs is in neither the dump nor its manifest."""
    taken = backup.row_counts

    def meanwhile(cursor):
        PersonFactory()
        return taken(cursor)

    monkeypatch.setattr(backup, "row_counts", meanwhile)
    run("backup", place)
    monkeypatch.undo()
    monkeypatch.setenv("BACKUP_KEY", SECRET)
    elsewhere()
    assert "is back and verified" in run("restore", place)


def test_restore_refuses_a_place_that_is_not_empty(place, inhabited):
    run("backup", place)
    with pytest.raises(CommandError, match="not empty"):
        run("restore", place)


def test_restore_refuses_stored_files(place, elsewhere, settings):
    run("backup", place)
    elsewhere()
    Path(settings.MEDIA_ROOT).mkdir()
    (Path(settings.MEDIA_ROOT) / "a.pdf").write_bytes(b"somebody's")
    with pytest.raises(CommandError, match="stored files"):
        run("restore", place)


def test_damaged_dump_leaves_the_database_empty(place, elsewhere):
    run("backup", place)
    (dump,) = place.glob("sets/*/database.sealed")
    content = bytearray(dump.read_bytes())
    content[-20] ^= 1
    dump.write_bytes(content)
    with pytest.raises(CommandError, match="changed or cut short"):
        run("verify_backup", place)
    elsewhere()
    with pytest.raises(CommandError, match="Nothing was brought back"):
        run("restore", place, without_damaged=True)
    restoring.refuse_unless_empty()


def test_missing_file_is_named_before_anything_is_written(place, elsewhere):
    run("backup", place)
    (kept,) = (place / "files").rglob("*.sealed")
    kept.unlink()
    with pytest.raises(CommandError, match="is missing"):
        run("verify_backup", place)
    elsewhere()
    with pytest.raises(CommandError, match="Try an older backup"):
        run("restore", place)
    restoring.refuse_unless_empty()
    with pytest.raises(CommandError, match=r"not verified: files\."):
        run("restore", place, without_damaged=True)


def test_backup_without_the_files_that_its_database_names_has_failed(place, elsewhere, settings, tmp_path):
    """As where the folder of uploads is not there: every file of none is the same."""
    settings.MEDIA_ROOT = str(tmp_path / "not-mounted")
    assert "1 files that the database names are not stored" in run("backup", place)
    with pytest.raises(CommandError, match="lacks 1 files that its database names, such as certificates/"):
        run("verify_backup", place)
    elsewhere()
    with pytest.raises(CommandError, match=r"not verified: files\."):
        run("restore", place)


def test_file_that_is_erased_meanwhile_is_not_missed(place, elsewhere, monkeypatch):
    listed = stored_files.names

    def meanwhile():
        monkeypatch.setattr(stored_files, "names", listed)
        names = list(listed())
        Award.objects.update(pdf_sha256="")
        default_storage.delete(names[0])
        default_storage.save("new.txt", ContentFile(b"new"))
        return [*names, "new.txt"]

    monkeypatch.setattr(stored_files, "names", meanwhile)
    run("backup", place)
    assert "is whole: 2 sealed files" in run("verify_backup", place)
    elsewhere()
    assert "1 files are the same" in run("restore", place)


@pytest.mark.parametrize("still", [True, False])
def test_file_that_changes_while_it_is_read_is_read_again(tmp_path, monkeypatch, still):
    """What is sealed under a digest has that digest, or there is no backup."""
    sealer, name = backup.Sealer(SECRET, b"s" * 16), default_storage.save("a.txt", ContentFile(b"first"))
    digests = iter(["0" * 64] * (1 if still else backup.TRIES))
    true = stored_files.sha256
    monkeypatch.setattr(stored_files, "sha256", lambda name: next(digests, None) or true(name))
    if still:
        kept = backup.place_of(tmp_path, sealer.key, backup.keep_file(tmp_path, name, sealer))
        assert list((tmp_path / "files").rglob("*.*")) == [kept]
    else:
        with pytest.raises(OSError, match=r"a.txt changes each time"):
            backup.keep_file(tmp_path, name, sealer)


def test_other_key_of_the_backups_seals_everything_anew(place, inhabited, monkeypatch):
    run("backup", place)
    monkeypatch.setenv("BACKUP_KEY", SECRET[::-1])
    run("backup", place)
    old, new = backup.sets_in(place)
    assert "is whole: 2 sealed files" in run("verify_backup", place)
    monkeypatch.setenv("BACKUP_KEY", SECRET)
    with pytest.raises(CommandError, match=rf"sealed under the key [0-9a-f]{{16}}; .* --name {old}\."):
        run("restore", place)
    monkeypatch.setenv("BACKUP_KEY", SECRET + "?")
    with pytest.raises(CommandError, match="There is none under the one given"):
        run("restore", place, name=new)
    monkeypatch.setenv("BACKUP_KEY", SECRET)
    assert f"Backup {old} is whole" in run("verify_backup", place, name=old)


def test_two_backups_at_once_do_not_meet(place, inhabited):
    with backup.alone(place), pytest.raises(CommandError, match="somebody else is at work"):
        run("backup", place)


def test_whole_backup_is_noted_as_verified(place, inhabited):
    run("backup", place)
    assert "is whole: 2 sealed files" in run("verify_backup", place)
    assert Backup.objects.get().verified_at


WRONG_SETTINGS = [
    ("IDENTITY_KEY", "keys, numbers"),
    ("CERTIFICATE_KEY", "keys, printed"),
    ("AUDIT_KEY", "chain, keys"),
    ("PUBLIC_URL", "printed"),
    ("FONTS_DIR", "printed"),
]


def test_what_does_not_hold_or_cannot_be_verified_is_named(place, elsewhere, settings):
    run("backup", place)
    elsewhere()
    run("restore", place)
    for name, named in WRONG_SETTINGS:
        right = getattr(settings, name)
        setattr(settings, name, "w" * 43)
        with pytest.raises(CommandError, match=f"not verified: {named}."):
            run("restore", place, only_verify=True)
        setattr(settings, name, right)
    PersonFactory()
    default_storage.delete(next(stored_files.names()))
    with pytest.raises(CommandError, match=r"not verified: tables, files\."):
        run("restore", place, only_verify=True)


def test_second_backup_seals_no_file_again(place, inhabited):
    run("backup", place)
    before = {path: path.stat().st_mtime_ns for path in (place / "files").rglob("*.sealed")}
    run("backup", place)
    assert {path: path.stat().st_mtime_ns for path in (place / "files").rglob("*.sealed")} == before
    assert Backup.objects.count() == 2


@pytest.mark.django_db
def test_backup_key_is_no_key_of_the_portal(place, monkeypatch, settings):
    monkeypatch.setenv("BACKUP_KEY", settings.IDENTITY_KEY)
    with pytest.raises(CommandError, match="one of the portal's keys"):
        run("backup", place)
    monkeypatch.setenv("BACKUP_KEY", "")
    with pytest.raises(CommandError, match="Give BACKUP_KEY"):
        run("backup", place)


def test_keys_come_back_without_any_setting(tmp_path, settings):
    settings.PIN_KEY_PREVIOUS = ["before"]
    (tmp_path / "passphrase").write_text("written on paper, in the safe\n")
    run("backup_keys", tmp_path / "keys.sealed", passphrase_file=str(tmp_path / "passphrase"))
    command = [
        sys.executable,
        "manage.py",
        "restore_keys",
        str(tmp_path / "keys.sealed"),
        "--env-file",
        str(tmp_path / "env"),
    ]
    command += ["--passphrase-file", str(tmp_path / "passphrase")]
    said = subprocess.run(
        command, cwd=portal.BASE_DIR, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    lines = (tmp_path / "env").read_text().splitlines()
    assert lines == [*(f"{name}='{getattr(settings, name)}'" for name in KEYS), "PIN_KEY_PREVIOUS='before'"]
    assert (tmp_path / "env").stat().st_mode & 0o777 == 0o600


def test_keys_never_lie_beside_backups(tmp_path, place, inhabited):
    run("backup", place)
    (tmp_path / "passphrase").write_text("written on paper, in the safe\n")
    with pytest.raises(CommandError, match="holds backups"):
        run("backup_keys", place / "keys.sealed", passphrase_file=str(tmp_path / "passphrase"))
