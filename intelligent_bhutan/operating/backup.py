"""Making a backup: database and files as they were at one moment, sealed, with a manifest of all that must come back.

Under the folder that is given: `sets/<name>/database.sealed` and `manifest.sealed`, and `files/` with each stored file
once, named after its SHA-256, shared by all sets. Keys are never in it; see `key_set.py`.
"""

import json
import shutil
import subprocess
import time
from io import BytesIO
from pathlib import Path

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
DUMP = ("--format=custom", "--compress=1", "--no-comments", "--exclude-extension=*")
TABLES = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1
"""


def back_up(*, to, passphrase, at=None, say=lambda sentence: None, by):
    """Make one backup below the folder `to` and note it. A run that was killed leaves a draft that nobody reads.

    Returns the Backup. Raises: postgres_programs.Failed, OSError.
    """
    began, at = time.monotonic(), at or timezone.now()
    name = f"{at:%Y%m%dT%H%M%S%fZ}"
    folder, draft = Path(to) / "sets" / name, Path(to) / "sets" / f"{name}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    salt = salt_of(Path(to))
    manifest = {"name": name, "made_at": at.isoformat(), "public_url": settings.PUBLIC_URL, **canaries()}
    manifest |= dump(draft / DATABASE, name, passphrase, salt)
    say(f"The database is sealed: {sum(manifest['tables'].values())} rows in {len(manifest['tables'])} tables.")
    manifest["files"] = dict(keep_files(Path(to), passphrase, salt))
    say(f"{len(manifest['files'])} files are sealed.")
    with (draft / MANIFEST).open("wb") as target:
        text = json.dumps(manifest, ensure_ascii=False).encode()
        sealed_files.seal([text], target, name=f"{name}/{MANIFEST}", passphrase=passphrase, salt=salt)
    draft.rename(folder)
    return note(manifest, sum(path.stat().st_size for path in folder.iterdir()), time.monotonic() - began, by)


def salt_of(folder):
    """The salt that all sealed files below the folder share, so that the passphrase is stretched once."""
    path = folder / "salt"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sealed_files.new_salt())
    return path.read_bytes()


def canaries():
    """What only the right keys open or know again."""
    return {
        "keys": {name: fingerprint_in_use(name) for name in KEYS},
        "canaries": {name: sealing.encrypt(CANARY, ring(name)[0]).decode() for name in KEYS},
    }


def dump(path, name, passphrase, salt):
    """Seal a dump; see at the same moment how many rows each table has and where the chain ends."""
    alias = migrating_alias()
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute("select pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        dumping = postgres_programs.running("pg_dump", *DUMP, f"--snapshot={snapshot}", stdout=subprocess.PIPE)
        with path.open("wb") as target, dumping as process:
            parts = iter(lambda: process.stdout.read(sealed_files.CHUNK), b"")
            sha256, size = sealed_files.seal(parts, target, name=f"{name}/{DATABASE}", passphrase=passphrase, salt=salt)
        return {
            "database": {"sha256": sha256, "size": size},
            "tables": row_counts(cursor),
            "migrations": applied(cursor),
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


def keep_files(folder, passphrase, salt):
    """Seal every stored file that is not there yet; yields (its name, what is known of it).

    The dump came first, so each file that the database speaks of is met, but for what was deleted since.
    """
    for name in stored_files.names():
        sha256 = stored_files.sha256(name)
        if sha256 is None:
            continue
        path = place_of(folder, sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_suffix(".draft")
            with draft.open("wb") as target:
                sealed_files.seal(stored_files.chunks(name), target, name=sha256, passphrase=passphrase, salt=salt)
            draft.rename(path)
        yield name, {"sha256": sha256}


def place_of(folder, sha256):
    """Where the sealed file of that digest lies."""
    return folder / "files" / sha256[:2] / f"{sha256}.sealed"


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


def newest(folder):
    """The name of the newest set below the folder, or None."""
    sets = [path.name for path in (Path(folder) / "sets").glob("*Z") if path.is_dir()]
    return max(sets, default=None)


def manifest_of(folder, name, passphrase):
    """The manifest of one set. Raises: sealed_files.Damaged, FileNotFoundError."""
    with (Path(folder) / "sets" / name / MANIFEST).open("rb") as source:
        parts = sealed_files.opened(source, name=f"{name}/{MANIFEST}", passphrase=passphrase)
        return json.load(BytesIO(b"".join(parts)))
