"""Bringing a backup back into an empty place, and proving that everything came back.

What cannot be verified counts as failed: a restore that nobody could check is no restore.
"""

import hashlib
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from intelligent_bhutan import sealing
from intelligent_bhutan.audit.models import Link
from intelligent_bhutan.audit.queries import prove
from intelligent_bhutan.certificates import queries as certificates
from intelligent_bhutan.certificates import rendering
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.databases import migrating_alias
from intelligent_bhutan.keyring import KEYS, by_fingerprint, ring
from intelligent_bhutan.operating import postgres_programs, sealed_files, stored_files
from intelligent_bhutan.operating.backup import CANARY, DATABASE, TABLES, applied, place_of, row_counts
from intelligent_bhutan.people.actions.registering import digests_of
from intelligent_bhutan.people.models import IdentityNumber

RESTORE = ("--no-owner", "--exit-on-error", "--single-transaction")
IN_MEMORY = 8 * 1024 * 1024
TRIED = 500  # citizenship numbers that are opened
PRINTED = 3  # certificates that are printed anew


@dataclass(frozen=True)
class Check:
    """One thing that was proven, or not; `words` say what was looked at, or what is wrong."""

    name: str
    holds: bool
    words: str


def refuse_unless_empty():
    """Raises: ValidationError where there is a table or a file: nothing that exists is ever overwritten."""
    with connections[migrating_alias()].cursor() as cursor:
        cursor.execute(TABLES)
        if cursor.fetchone():
            raise ValidationError(_("The database is not empty. A backup is brought back into an empty one only."))
    if next(iter(stored_files.names()), None):
        raise ValidationError(_("There are stored files. A backup is brought back into an empty place only."))


def bring_back(*, folder, manifest, passphrase, without=(), say=lambda sentence: None):
    """Fill the empty database and the empty store from the set, without the files of these names.

    Raises: Damaged, postgres_programs.Failed.
    """
    fill_database(Path(folder), manifest, passphrase)
    say("The database is back.")
    wanted = {name: kept["sha256"] for name, kept in manifest["files"].items() if name not in without}
    for name, sha256 in wanted.items():
        fill_file(place_of(Path(folder), manifest["key"], sha256), name, sha256, passphrase)
    say(f"{len(wanted)} files are back.")


def fill_database(folder, manifest, passphrase):
    """All of it in one transaction: a set that is damaged in the middle leaves an empty database."""
    name, digest = manifest["name"], hashlib.sha256()
    database = connections[migrating_alias()].settings_dict["NAME"]
    filling = postgres_programs.running("pg_restore", *RESTORE, f"--dbname={database}", stdin=subprocess.PIPE)
    with (folder / "sets" / name / DATABASE).open("rb") as source, filling as process:
        for chunk in sealed_files.opened(source, name=f"{name}/{DATABASE}", passphrase=passphrase):
            digest.update(chunk)
            process.stdin.write(chunk)
        if digest.hexdigest() != manifest["database"]["sha256"]:
            raise sealed_files.Damaged(f"{DATABASE} is not the one of the manifest")


def fill_file(path, name, sha256, passphrase):
    """One stored file, opened whole before it is put in its place."""
    digest = hashlib.sha256()
    with path.open("rb") as source, SpooledTemporaryFile(IN_MEMORY) as held:
        for chunk in sealed_files.opened(source, name=sha256, passphrase=passphrase):
            digest.update(chunk)
            held.write(chunk)
        if digest.hexdigest() != sha256:
            raise sealed_files.Damaged(f"{name} is not the file of the manifest")
        held.seek(0)
        stored_files.put(name, held)


def problems(*, folder, manifest, passphrase):
    """Open every sealed file of the set and compare it, writing nothing. Returns what is wrong, in words, by name."""
    folder, name = Path(folder), manifest["name"]
    path = folder / "sets" / name / DATABASE
    parts = [(DATABASE, path, f"{name}/{DATABASE}", manifest["database"]["sha256"])]
    parts += [
        (name, place_of(folder, manifest["key"], kept["sha256"]), kept["sha256"], kept["sha256"])
        for name, kept in manifest["files"].items()
    ]
    return {part[0]: problem for part in parts if (problem := problem_of(*part, passphrase))}


def problem_of(title, path, name, sha256, passphrase):
    """What is wrong with one sealed file, in words; None where nothing is."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as source:
            for chunk in sealed_files.opened(source, name=name, passphrase=passphrase):
                digest.update(chunk)
    except FileNotFoundError:
        return f"{title} is missing"
    except sealed_files.Damaged as damage:
        return f"{title}: {damage}"
    return None if digest.hexdigest() == sha256 else f"{title} is not the one of the manifest"


def verify(manifest):
    """Everything that the manifest promises, looked up in the place where we are. Returns the checks, all of them."""
    checks = [tables, schema, chain, keys, numbers, files, printed]
    return [attempt(check, manifest) for check in checks]


def attempt(check, manifest):
    """What the check found; one that could not be made did not hold."""
    try:
        holds, words = check(manifest)
    except Exception as problem:
        holds, words = False, f"could not be verified: {type(problem).__name__}: {problem}"
    return Check(check.__name__, holds, words)


def tables(manifest):
    """As many rows in each table as the backup had."""
    with connections[migrating_alias()].cursor() as cursor:
        found = row_counts(cursor)
    differ = [name for name, count in manifest["tables"].items() if found.get(name) != count]
    if differ:
        first = differ[0]
        return False, f"{first} has {found.get(first, 'no')} rows, not {manifest['tables'][first]}"
    return True, f"{sum(found.values())} rows in {len(found)} tables"


def schema(manifest):
    """The migrations of the backup, none of which this release lacks."""
    with connections[migrating_alias()].cursor() as cursor:
        found = applied(cursor)
    if found != manifest["migrations"]:
        return False, "the migrations are not those of the backup"
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(found) - known):
        return False, f"this release is older than the backup: it does not know {unknown[0]}"
    waiting = len(known - set(found))
    return True, f"{len(found)} migrations" + (f"; {waiting} newer ones wait for manage.py upgrade" if waiting else "")


def chain(manifest):
    """The audit chain from its first link, its signatures, and the link at which the backup ended."""
    verdict, end = prove(), manifest["audit"]
    if verdict.broken:
        return False, verdict.broken
    if end["position"]:
        link = Link.objects.filter(position=end["position"]).first()
        if link is None or bytes(link.digest).hex() != end["digest"]:
            return False, f"link {end['position']} is not the one of the backup"
    return True, f"{verdict.proven} links are proven"


def keys(manifest):
    """Each key that the data was made under is given, and opens what was sealed for this purpose."""
    missing = [name for name in KEYS if manifest["keys"][name] not in by_fingerprint(name)]
    if missing:
        return False, f"{', '.join(missing)} is not the key of the backup"
    for name in KEYS:
        try:
            sung = sealing.decrypt(manifest["canaries"][name].encode(), *ring(name))
        except InvalidToken:
            sung = ""
        if sung != CANARY:
            return False, f"{name} does not open what was sealed under it"
    return True, f"{len(KEYS)} keys are those of the backup"


def numbers(manifest):
    """Citizenship numbers open and are found again under their digests."""
    held = list(IdentityNumber.objects.order_by("-pk")[:TRIED])
    for row in held:
        try:
            number = sealing.decrypt(row.ciphertext, *ring("IDENTITY_KEY"))
        except InvalidToken:
            return False, f"{row} does not open"
        if bytes(row.digest) not in digests_of(number):
            return False, f"{row} has another digest"
    return True, f"{len(held)} citizenship numbers open"


def files(manifest):
    """Every stored file is there, with the same bytes, and every file that the database names is one of them."""
    kept = manifest["files"]
    differ = [name for name, known in kept.items() if stored_files.sha256(name) != known["sha256"]]
    if differ:
        return False, f"{differ[0]} is missing or another one"
    if lacking := sorted(stored_files.named() - kept.keys() - set(manifest["gone"])):
        return False, f"the backup lacks {len(lacking)} files that the database names, such as {lacking[0]}"
    return True, f"{len(kept)} files are the same"


def printed(manifest):
    """Certificates printed anew have the bytes that were kept."""
    if manifest["public_url"] != settings.PUBLIC_URL:
        return False, f"PUBLIC_URL was {manifest['public_url']}; certificates carry it in their picture codes"
    awards = Award.objects.exclude(pdf_sha256="").select_related("achievement", "replaces").order_by("-pk")[:PRINTED]
    for award in awards:
        pdf = rendering.render(certificates.face_of(award), fonts=certificates.fonts())
        if hashlib.sha256(pdf).hexdigest() != award.pdf_sha256:
            return False, f"{award.serial} is printed with other bytes"
    return True, f"{len(awards)} certificates are printed with the same bytes"
