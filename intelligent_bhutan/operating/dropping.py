"""Dropping old backups: sets whose days are over, and the sealed files that no set needs any more.

The newest set stays, and so does the newest that was verified, however old they are.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from intelligent_bhutan.operating import backup
from intelligent_bhutan.operating.models import Backup


@dataclass(frozen=True)
class Plan:
    """What would go: sets by name, whole folders of a key or drafts of runs that were killed, and sealed files."""

    sets: list[str]
    folders: list[Path]
    files: list[Path]
    unread: list[str]  # fingerprints of keys under which sets stay that this key does not open: their files all stay


def plan(folder, *, passphrase, before):
    """What may go of that which was made before this moment. Call it while nobody else is at work in the folder.

    Raises: ValidationError while no set was verified; Damaged where the manifest of one that stays does not open.
    """
    folder, names = Path(folder), backup.sets_in(folder)
    verified = Backup.objects.filter(name__in=names, verified_at__isnull=False).order_by("-name").first()
    if verified is None:
        raise ValidationError(_("None of these backups was verified. Verify the newest one first."))
    old = {name for name in names if backup.moment_of(name) < before} - {names[-1], verified.name}
    needed = {}
    for name in names:
        if name not in old:
            needed.setdefault(backup.key_of(folder, name)[1], []).append(name)
    folders, files, unread = [*(folder / "sets").glob("*.draft")], [], []
    for place in (folder / "files").glob("*"):
        stay = needed.get(place.name, [])
        if not stay:
            folders.append(place)
        elif all(backup.is_under(folder, name, passphrase) for name in stay):
            files += unneeded(folder, place, stay, passphrase)
        else:
            unread.append(place.name)
    return Plan(sorted(old), folders, files, unread)


def unneeded(folder, place, names, passphrase):
    """The sealed files under one key that none of these sets names, and drafts of runs that were killed."""
    kept = set()
    for name in names:
        manifest = backup.manifest_of(folder, name, passphrase)
        kept |= {backup.place_of(folder, place.name, known["sha256"]) for known in manifest["files"].values()}
    return [path for path in place.rglob("*") if path.is_file() and path not in kept]


def carry_out(folder, plan, *, by):
    """Drop what the plan says; stopped in the middle and run again, it goes on. Sets go before what they need."""
    for name in plan.sets:
        drop_set(Path(folder) / "sets" / name, by)
    for place in plan.folders:
        shutil.rmtree(place)
    for path in plan.files:
        path.unlink(missing_ok=True)


@transaction.atomic
def drop_set(path, by):
    """Remove one set: no longer a set first, so that a run that is killed leaves none that lacks a part."""
    draft = path.rename(path.with_name(f"{path.name}.draft"))
    shutil.rmtree(draft)
    if known := Backup.objects.filter(name=path.name).first():
        audit.record("backup:dropped", subject=known, by=by)
