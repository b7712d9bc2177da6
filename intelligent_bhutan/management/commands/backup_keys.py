"""`manage.py backup_keys /safe/keys.sealed`: all keys in one sealed file, kept apart from every backup."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from intelligent_bhutan.keyring import KEYS, ring
from intelligent_bhutan.operating import key_set


class Command(BaseCommand):
    """The passphrase is written on paper and lies in a safe; it is not BACKUP_KEY."""

    help = "Seal the portal's keys under a passphrase, in a file away from the backups."

    def add_arguments(self, parser):
        parser.add_argument("to", type=Path)
        parser.add_argument("--passphrase-file", help="read the passphrase here instead of asking")

    def handle(self, *arguments, to, passphrase_file, **options):
        beside = [folder for folder in to.resolve().parents if (folder / "sets").is_dir()]
        if beside:
            raise CommandError(
                f"{beside[0]} holds backups. Whoever finds both can read everything: choose another place."
            )
        keys = {name: ring(name)[0] for name in KEYS}
        keys |= {f"{name}_PREVIOUS": ",".join(ring(name)[1:]) for name in KEYS if ring(name)[1:]}
        try:
            key_set.write(to, keys, key_set.passphrase_from(passphrase_file))
        except (ValueError, OSError) as problem:
            raise CommandError(f"The keys are not sealed: {problem}") from None
        self.stdout.write(f"{len(keys)} keys are sealed in {to}. Open them with: manage.py restore_keys {to}")
