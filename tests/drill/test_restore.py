"""The restore drill: keys and backup are all that is left; a machine with servers of its own brings everything back."""

import os
import sys

import pytest

from intelligent_bhutan.audit.actions import seal
from intelligent_bhutan.certificates import actions as certificates
from intelligent_bhutan.keyring import KEYS
from intelligent_bhutan.people.actions.registering import register_many
from intelligent_bhutan.people.models import User
from tests.drill.machines import SERVERS, Clock, manage, run
from tests.factories.certificates import an_issued
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.drill
PEOPLE = int(os.environ.get("DRILL_PEOPLE", "5000"))
CERTIFICATES = 25


def inhabit():
    """People with citizenship numbers, printed certificates, a sealed record."""
    people = [PersonFactory.build(username=f"drill{n}", gewog=None) for n in range(PEOPLE)]
    register_many(people=people, numbers=[f"101030{n:05}" for n in range(PEOPLE)], by=None)
    for person in User.objects.filter(username__startswith="drill")[:CERTIFICATES]:
        certificates.make_pdf(award=an_issued(person).pk)
    while seal():
        pass


def test_restore_into_an_empty_machine(installation, tmp_path, settings):
    settings.MEDIA_ROOT = installation.environment["MEDIA_ROOT"]
    settings.PUBLIC_URL = installation.environment["PUBLIC_URL"]
    inhabit()
    clock, here = Clock(f"Restore drill: {PEOPLE} people, {CERTIFICATES} certificates"), installation.environment
    (tmp_path / "passphrase").write_text("a passphrase on paper, in a safe")
    (tmp_path / "key").write_text("the key of the backups, for this drill")
    key = ("--key-file", tmp_path / "key")
    backups, sealed, env_file = tmp_path / "backups", tmp_path / "safe" / "keys.sealed", tmp_path / "env"
    sealed.parent.mkdir()
    paper = ("--passphrase-file", tmp_path / "passphrase")

    clock.time("backup", lambda: manage("backup", backups, *key, environment=here))
    clock.time("backup of the keys", lambda: manage("backup_keys", sealed, *paper, environment=here))
    clock.time("verification of the backup", lambda: manage("verify_backup", backups, *key, environment=here))

    gone = (*SERVERS, *KEYS)  # nothing of the old machine is known on the new one
    clock.time(
        "keys brought back", lambda: manage("restore_keys", sealed, "--env-file", env_file, *paper, without=gone)
    )
    keys = dict(line.split("=", 1) for line in env_file.read_text().splitlines())
    there = {name: value.strip("'") for name, value in keys.items()}
    there |= {"PUBLIC_URL": here["PUBLIC_URL"], "MEDIA_ROOT": str(tmp_path / "machine" / "media"), "DJANGO_ENV": "test"}
    steps = f"manage.py restore {backups} --key-file {tmp_path / 'key'} && {sys.executable} manage.py verify_audit"
    machine = ("-m", "intelligent_bhutan.embedded", "exec", "--dir", tmp_path / "machine", "--")
    command = (sys.executable, *machine, "sh", "-ec", f"{sys.executable} {steps}")
    said = clock.time("empty machine, restore, every check", lambda: run(*command, environment=there, without=gone))

    assert "FAILED" not in said
    assert "The chain holds" in said
    assert f"{CERTIFICATES} files are the same" in said
    lines = [line for line in said.splitlines() if line.startswith("holds")]
    clock.tell(*lines, "RPO: whatever happened after the backup was begun; see docs/running.md for less than a night.")
