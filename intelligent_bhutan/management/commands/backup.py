"""`manage.py backup /backups`: database and files, sealed, as they are at this moment."""

from django.core.management.base import BaseCommand, CommandError

from intelligent_bhutan.management import sealing_options
from intelligent_bhutan.operating import backup, postgres_programs


class Command(BaseCommand):
    """People go on working meanwhile."""

    help = "Make a sealed backup below a folder. Keys are not in it: see backup_keys."

    def add_arguments(self, parser):
        parser.add_argument("to", help="the folder, which may hold older backups")
        sealing_options.add_key_file(parser)

    def handle(self, *arguments, to, key_file, **options):
        passphrase = sealing_options.backup_key(key_file)
        try:
            made = backup.back_up(to=to, passphrase=passphrase, say=self.stdout.write, by=None)
        except (postgres_programs.Failed, OSError) as problem:
            raise CommandError(f"No backup was made: {problem}") from None
        self.stdout.write(f"Backup {made.name}: {made.size} bytes in {made.seconds:.1f} s.")
