"""`manage.py drop_backups /backups --keep-days 60`: what is older goes, but never the last one that was verified."""

from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intelligent_bhutan.management import sealing_options
from intelligent_bhutan.operating import backup, dropping, sealed_files


class Command(BaseCommand):
    """Counts unless told otherwise; safe to stop and to run again."""

    help = "Say which backups are older than so many days, and which sealed files none needs; --carry-out drops them."

    def add_arguments(self, parser):
        parser.add_argument("source", help="the folder that holds backups")
        parser.add_argument("--keep-days", type=int, required=True, help="what is younger stays")
        parser.add_argument("--carry-out", action="store_true", help="drop them")
        sealing_options.add_key_file(parser)

    def handle(self, *arguments, source, keep_days, carry_out, key_file, **options):
        passphrase = sealing_options.backup_key(key_file)
        before = timezone.now() - timedelta(days=max(keep_days, 1))
        try:
            with backup.alone(Path(source)):
                plan = dropping.plan(source, passphrase=passphrase, before=before)
                self.tell(plan)
                if carry_out:
                    dropping.carry_out(source, plan, by=None)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        except (sealed_files.Damaged, OSError) as problem:
            raise CommandError(f"Stopped: {problem}") from None
        self.stdout.write("They are gone." if carry_out else "Nothing was dropped; --carry-out does it.")

    def tell(self, plan):
        """What goes."""
        for name in plan.sets:
            self.stdout.write(f"old: {name}")
        self.stdout.write(f"{len(plan.sets)} backups, {len(plan.files) + len(plan.folders)} other files and folders.")
        for key in plan.unread:
            self.stdout.write(f"Files under the key {key} stay: give that key to see which of them are needed.")
