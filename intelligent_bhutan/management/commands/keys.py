"""`manage.py keys`: the register of keys, and whether the running ones are those that the data was made under."""

import base64
import secrets

from django.core.management.base import BaseCommand, CommandError

from intelligent_bhutan.operating import keys


class Command(BaseCommand):
    """Shows fingerprints, never a key; fails where a key is wrong."""

    help = "Show every key: what it protects, its fingerprint, whether it fits the data. --new prints a fresh key."

    def add_arguments(self, parser):
        parser.add_argument("--new", action="store_true", help="print a fresh random key and nothing else")

    def handle(self, *arguments, new, **options):
        if new:
            self.stdout.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
            return
        keys.note_new()
        for one in keys.standings():
            self.show(one)
        backup = keys.BY_NAME["BACKUP_KEY"]
        self.stdout.write(
            f"{backup.name}: {backup.title}. {backup.protects} Kept away from the portal, not shown here."
        )
        if wrong := keys.wrong():
            raise CommandError(
                f"The data was not made under {', '.join(wrong)}. Bring the old key back; see the handbook."
            )

    def show(self, one):
        """One key, four lines."""
        since = f"{one.noted.begun_at:%Y-%m-%d}" if one.noted else "never"
        before = f", before it {', '.join(one.previous)}" if one.previous else ""
        self.stdout.write(f"{one.key.name}: {one.key.title}. {one.fit_words}.")
        self.stdout.write(
            f"  fingerprint {one.running} in use since {since}{before}; read from {' or '.join(one.key.lives)}"
        )
        self.stdout.write(f"  protects: {one.key.protects}")
        self.stdout.write(f"  lost: {one.key.loss}")
