"""`manage.py upgrade`: from the schema of the release before to that of this one, looked at before and afterwards."""

import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from intelligent_bhutan.audit.queries import prove
from intelligent_bhutan.operating import keys, maintenance, upgrading
from intelligent_bhutan.operating.models import Maintenance


class Command(BaseCommand):
    """Stops at the first step that fails; run again, it goes on. A maintenance page that it turned on stays on then."""

    help = "Check, look for a backup, migrate with short locks, check again, prove the audit chain."

    def add_arguments(self, parser):
        parser.add_argument("--without-backup", action="store_true", help="go on though no backup of today is known")
        parser.add_argument("--plan", action="store_true", help="only say what would be done")

    def handle(self, *arguments, without_backup, plan, **options):
        began, migrations = time.monotonic(), upgrading.waiting()
        disturbing = upgrading.disturbing(migrations)
        for migration in migrations:
            self.stdout.write(f"waits: {migration.app_label}.{migration.name}")
        self.stdout.write(f"The maintenance page is {'needed' if disturbing else 'not needed'}.")
        for words in disturbing:
            self.stdout.write(f"  because of {words}")
        if plan:
            return
        self.look(without_backup)
        closes = bool(disturbing) and not self.is_first(migrations) and not self.is_closed()
        if closes:
            maintenance.switch(on=True, by=None)
        call_command("migrate", interactive=False, verbosity=0, stdout=self.stdout, stderr=self.stderr)
        self.prove()
        if closes:
            maintenance.switch(on=False, by=None)
        self.stdout.write(
            f"{len(migrations)} migrations in {time.monotonic() - began:.1f} s. Restart every server now."
        )

    def is_first(self, migrations):
        """Whether the switch itself comes with this upgrade."""
        return any(migration.app_label == "operating" and migration.initial for migration in migrations)

    def is_closed(self):
        """Whether somebody turned the page on before: what it says stays, and so does the page afterwards."""
        closed = Maintenance.objects.filter(on=True).exists()
        if closed:
            self.stdout.write("The maintenance page is on already and stays on: end it with manage.py maintenance off.")
        return closed

    def look(self, without_backup):
        """Before anything is touched. Raises: CommandError."""
        call_command("check", deploy=settings.PRODUCTION, fail_level="ERROR", stdout=self.stdout, stderr=self.stderr)
        backup = upgrading.recent_backup()
        if backup is None and not without_backup:
            raise CommandError("No backup of the last 24 hours is known. Run `manage.py backup` first.")
        self.stdout.write(f"Backup: {backup.name}." if backup else "Without a backup, as you asked.")

    def prove(self):
        """Afterwards. Raises: CommandError."""
        call_command("check", databases=["default"], fail_level="ERROR", stdout=self.stdout, stderr=self.stderr)
        keys.note_new()
        if wrong := keys.wrong():
            raise CommandError(f"The data was not made under {', '.join(wrong)}.")
        verdict = prove()
        if verdict.broken:
            raise CommandError(f"The audit chain is broken: {verdict.broken}.")
        self.stdout.write(f"The audit chain holds: {verdict.proven} links.")
