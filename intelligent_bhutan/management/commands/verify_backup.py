"""`manage.py verify_backup /backups`: open every sealed file of the newest backup and compare it; writes nothing."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intelligent_bhutan.management import sealing_options
from intelligent_bhutan.operating import restoring
from intelligent_bhutan.operating.models import Backup


class Command(BaseCommand):
    """Fails where a file is missing, damaged or sealed under another key, or was missing when the backup was made."""

    help = "Open the whole of a backup and compare it with its manifest."

    def add_arguments(self, parser):
        parser.add_argument("source", help="the folder that holds backups")
        parser.add_argument("--name", help="which one; the newest unless told")
        sealing_options.add_key_file(parser)

    def handle(self, *arguments, source, name, key_file, **options):
        passphrase = sealing_options.backup_key(key_file)
        manifest = sealing_options.manifest_of(source, name, passphrase)
        name = manifest["name"]
        if problems := restoring.problems(folder=source, manifest=manifest, passphrase=passphrase):
            raise CommandError(f"Backup {name} is damaged: {next(iter(problems.values()))}.")
        if missing := manifest["missing"]:
            raise CommandError(
                f"Backup {name} lacks {len(missing)} files that its database names, such as {missing[0]}."
            )
        Backup.objects.filter(name=name).update(verified_at=timezone.now())
        self.stdout.write(f"Backup {name} is whole: {1 + len(manifest['files'])} sealed files open and are the same.")
