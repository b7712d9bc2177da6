"""`manage.py verify_backup /backups`: open every sealed file of the newest backup and compare it; writes nothing."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intelligent_bhutan.management import sealing_options
from intelligent_bhutan.operating import backup, restoring, sealed_files
from intelligent_bhutan.operating.models import Backup


class Command(BaseCommand):
    """Fails where a file is missing, damaged or sealed under another key."""

    help = "Open the whole of a backup and compare it with its manifest."

    def add_arguments(self, parser):
        parser.add_argument("source", help="the folder that holds backups")
        parser.add_argument("--name", help="which one; the newest unless told")
        sealing_options.add_key_file(parser)

    def handle(self, *arguments, source, name, key_file, **options):
        passphrase = sealing_options.backup_key(key_file)
        name = name or backup.newest(source)
        if name is None:
            raise CommandError(f"There is no backup in {source}.")
        try:
            manifest = backup.manifest_of(source, name, passphrase)
        except (sealed_files.Damaged, OSError) as problem:
            raise CommandError(f"Backup {name} cannot be verified: {problem}") from None
        (check,) = restoring.open_whole(folder=source, manifest=manifest, passphrase=passphrase)
        if not check.holds:
            raise CommandError(f"Backup {name} is damaged: {check.words}.")
        Backup.objects.filter(name=name).update(verified_at=timezone.now())
        self.stdout.write(f"Backup {name} is whole: {check.words}.")
