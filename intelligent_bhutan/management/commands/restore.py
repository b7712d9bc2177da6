"""`manage.py restore /backups`: the newest backup into an empty database and an empty store, verified."""

import time

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from intelligent_bhutan.management import sealing_options
from intelligent_bhutan.operating import postgres_programs, restoring, sealed_files


class Command(BaseCommand):
    """Fails, and says where, unless every check holds; what cannot be verified has failed."""

    help = "Bring a backup back into an empty place and prove that everything is there."
    requires_system_checks = []  # the database is empty

    def add_arguments(self, parser):
        parser.add_argument("source", help="the folder that holds backups")
        parser.add_argument("--name", help="which one; the newest unless told")
        parser.add_argument("--only-verify", action="store_true", help="it was brought back before: verify again")
        parser.add_argument(
            "--without-damaged", action="store_true", help="bring back what opens where some stored files do not"
        )
        sealing_options.add_key_file(parser)

    def handle(self, *arguments, source, name, only_verify, without_damaged, key_file, **options):
        began, passphrase = time.monotonic(), sealing_options.backup_key(key_file)
        manifest = sealing_options.manifest_of(source, name, passphrase)
        if not only_verify:
            self.bring_back(source, manifest, passphrase, without_damaged)
        self.prove(manifest)
        self.stdout.write(f"Backup {manifest['name']} is back and verified after {time.monotonic() - began:.1f} s.")

    def bring_back(self, source, manifest, passphrase, without_damaged):
        """Open everything before anything is written. Raises: CommandError."""
        given = {"folder": source, "manifest": manifest, "passphrase": passphrase}
        try:
            restoring.refuse_unless_empty()
            damaged = restoring.problems(**given)
            for words in damaged.values():
                self.stderr.write(f"damaged: {words}")
            if damaged and (restoring.DATABASE in damaged or not without_damaged):
                raise CommandError("Nothing was brought back. Try an older backup with --name, or --without-damaged.")
            restoring.bring_back(**given, without=damaged, say=self.stdout.write)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        except (sealed_files.Damaged, postgres_programs.Failed, OSError) as problem:
            raise CommandError(f"Backup {manifest['name']} was not brought back: {problem}") from None

    def prove(self, manifest):
        """Say what each check found. Raises: CommandError with the ones that failed."""
        checks = restoring.verify(manifest)
        for check in checks:
            self.stdout.write(f"{'holds ' if check.holds else 'FAILED'} {check.name}: {check.words}")
        if failed := [check.name for check in checks if not check.holds]:
            raise CommandError(f"The restore is not verified: {', '.join(failed)}.")
