"""Making a backup: database and files as they were at one moment, sealed, with a manifest of all that must come back.

Under the folder that is given: `sets/<name>/database.sealed` and `manifest.sealed`, and `files/<key>/` with each stored
file once, named after its SHA-256, shared by all sets under that key: what is sealed under one key never needs another.
Keys are never in it, only fingerprints; see `key_set.py`.
"""

import fcntl
import json
import shutil
import subprocess
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from intelligent_bhutan import audit, sealing
from intelligent_bhutan.audit.models import Link
from intelligent_bhutan.databases import migrating_alias
from intelligent_bhutan.keyring import KEYS, fingerprint_in_use, ring
from intelligent_bhutan.operating import postgres_programs, sealed_files, stored_files
from intelligent_bhutan.operating.models import Backup

CANARY = "a canary sang here"
DATABASE, MANIFEST = "database.sealed", "manifest.sealed"
STAMP = "%Y%m%dT%H%M%S%fZ"  # names a set after its moment
TRIES = 3  # at reading a file that changes meanwhile
DUMP = ("--format=custom", "--compress=1", "--no-comments", "--exclude-extension=*")
TABLES = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1
"""


class Sealer(NamedTuple):
    """What seals the files of one backup."""

    passphrase: str
    salt: bytes

    @property
    def key(self):
        """The fingerprint of the key of the backups."""
        return sealed_files.fingerprint(self.passphrase, self.salt)

    def seal(self, parts, path, *, name):
        """Seal the bytes into a file that is there whole or not at all. Returns their SHA-256 and how many they are."""
        with sealed_files.written(path) as target:
            return sealed_files.seal(parts, target, name=name, passphrase=self.passphrase, salt=self.salt)


def back_up(*, to, passphrase, at=None, say=lambda sentence: None, by):
    """Make one backup below the folder `to` and note it. A run that was killed leaves a draft that nobody reads.

    Returns the Backup. Raises: postgres_programs.Failed, OSError.
    """
    began, at = time.monotonic(), at or timezone.now()
    with alone(Path(to)):
        manifest, size = make_set(Path(to), at, passphrase, say)
    return note(manifest, size, time.monotonic() - began, by)


@contextmanager
def alone(folder):
    """Nobody else makes or drops backups below the folder meanwhile. Raises: OSError where somebody does."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OSError(f"somebody else is at work in {folder}") from None
        yield


def make_set(to, at, passphrase, say):
    """Write one set. Returns its manifest and its size without the shared files."""
    name = at.astimezone(UTC).strftime(STAMP)
    folder, draft = to / "sets" / name, to / "sets" / f"{name}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    sealer = Sealer(passphrase, salt_of(to))
    manifest = {"name": name, "made_at": at.isoformat(), "public_url": settings.PUBLIC_URL, "key": sealer.key}
    manifest |= canaries() | dump(draft / DATABASE, name, sealer)
    say(f"The database is sealed: {sum(manifest['tables'].values())} rows in {len(manifest['tables'])} tables.")
    named, manifest["files"] = manifest.pop("named"), dict(keep_files(to, sealer))
    manifest |= absent(named, manifest["files"])
    say(f"{len(manifest['files'])} files are sealed under the key {sealer.key}.")
    if missing := manifest["missing"]:
        say(f"{len(missing)} files that the database names are not stored, such as {missing[0]}.")
    text = json.dumps(manifest, ensure_ascii=False).encode()
    sealer.seal([text], draft / MANIFEST, name=f"{name}/{MANIFEST}")
    draft.rename(folder)
    sealed_files.reach_disk(folder.parent)
    return manifest, sum(path.stat().st_size for path in folder.iterdir())


def salt_of(folder):
    """The salt that all sealed files below the folder share, so that the passphrase is stretched once."""
    path = folder / "salt"
    if not path.exists():
        with sealed_files.written(path) as target:
            target.write(sealed_files.new_salt())
    return path.read_bytes()


def canaries():
    """What only the right keys open or know again."""
    return {
        "keys": {name: fingerprint_in_use(name) for name in KEYS},
        "canaries": {name: sealing.encrypt(CANARY, ring(name)[0]).decode() for name in KEYS},
    }


def dump(path, name, sealer):
    """Seal a dump; see at the same moment how many rows each table has, which files it names, where the chain ends."""
    alias = migrating_alias()
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute("select pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        with postgres_programs.running("pg_dump", *DUMP, f"--snapshot={snapshot}", stdout=subprocess.PIPE) as process:
            parts = iter(lambda: process.stdout.read(sealed_files.CHUNK), b"")
            sha256, size = sealer.seal(parts, path, name=f"{name}/{DATABASE}")
        return {
            "database": {"sha256": sha256, "size": size},
            "tables": row_counts(cursor),
            "migrations": applied(cursor),
            "named": stored_files.named(alias),
            "audit": end_of_chain(alias),
        }


def row_counts(cursor):
    """How many rows each table has."""
    cursor.execute(TABLES)
    names = [name for (name,) in cursor.fetchall()]
    counts = {}
    for name in names:
        cursor.execute(f'select count(*) from "{name}"')  # noqa: S608 a name out of the catalog
        (counts[name],) = cursor.fetchone()
    return counts


def applied(cursor):
    """The migrations that made the schema."""
    cursor.execute("select app || '.' || name from django_migrations order by 1")
    return [name for (name,) in cursor.fetchall()]


def end_of_chain(alias):
    """The last link of the audit chain."""
    last = Link.objects.using(alias).order_by("-position").first()
    return {"position": last.position, "digest": bytes(last.digest).hex()} if last else {"position": 0, "digest": ""}


def keep_files(folder, sealer):
    """Seal every stored file that is not there yet; yields (its name, what is known of it).

    The dump came first, so each file that the database speaks of is met, but for what was deleted since.
    """
    for name in stored_files.names():
        if sha256 := keep_file(folder, name, sealer):
            yield name, {"sha256": sha256}


def keep_file(folder, name, sealer):
    """Seal one stored file; returns its digest, or None where it went meanwhile. Raises: OSError."""
    for _ in range(TRIES):
        sha256 = stored_files.sha256(name)
        if sha256 is None or (path := place_of(folder, sealer.key, sha256)).exists():
            return sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError, stored_files.Changed):
            sealer.seal(stored_files.chunks(name, sha256=sha256), path, name=sha256)
            return sha256
    raise OSError(f"{name} changes each time that it is read")


def absent(named, files):
    """Of what the database names and the set has not: what is missing, and what was deleted while the set was made."""
    lacking = named - files.keys()
    still = stored_files.named() if lacking else set()
    return {"missing": sorted(lacking & still), "gone": sorted(lacking - still)}


def place_of(folder, key, sha256):
    """Where the file of that digest lies, sealed under the key of that fingerprint."""
    return folder / "files" / key / sha256[:2] / f"{sha256}.sealed"


@transaction.atomic
def note(manifest, size, seconds, by):
    """Write down that there is a backup."""
    made = Backup.objects.create(
        name=manifest["name"],
        made_at=manifest["made_at"],
        size=size,
        seconds=seconds,
        audit_position=manifest["audit"]["position"],
    )
    audit.record("backup:made", subject=made, by=by)
    return made


def sets_in(folder):
    """The names of all whole sets below the folder, the oldest first."""
    return sorted(path.name for path in (Path(folder) / "sets").glob("*Z") if path.is_dir())


def moment_of(name):
    """When the set of that name was made."""
    return datetime.strptime(name, STAMP).replace(tzinfo=UTC)


def manifest_of(folder, name, passphrase):
    """The manifest of one set. Raises: sealed_files.Damaged, sealed_files.OtherKey, FileNotFoundError."""
    with (Path(folder) / "sets" / name / MANIFEST).open("rb") as source:
        parts = sealed_files.opened(source, name=f"{name}/{MANIFEST}", passphrase=passphrase)
        return json.load(BytesIO(b"".join(parts)))


def key_of(folder, name):
    """The salt and the fingerprint of the key that the set is sealed under. Raises: Damaged, FileNotFoundError."""
    with (Path(folder) / "sets" / name / MANIFEST).open("rb") as source:
        salt, _own, key = sealed_files.head_of(source, name)
    return salt, key


def is_under(folder, name, passphrase):
    """Whether this key opens the set."""
    try:
        salt, key = key_of(folder, name)
    except (sealed_files.Damaged, FileNotFoundError):
        return False
    return sealed_files.fingerprint(passphrase, salt) == key
