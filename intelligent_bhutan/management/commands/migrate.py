"""`migrate`, run as the owner of the tables by itself, and never long in the way of people who are at work."""

import time

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import OperationalError, connections

from intelligent_bhutan.databases import migrating_alias

LOCK_NOT_AVAILABLE = "55P03"


class Command(DjangoMigrate):
    """Django's own command with another default for --database, a lock timeout, and patience.

    A migration that waits for a table keeps everyone behind it waiting too. So it gives up after some seconds, lets
    them through and is tried again; what was migrated before stays.
    """

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(database=migrating_alias())
        parser.add_argument("--lock-timeout", type=float, default=3, help="seconds to wait for a lock (3)")
        parser.add_argument("--attempts", type=int, default=20, help="how often a lock is asked for (20)")
        parser.add_argument("--pause", type=float, default=5, help="seconds between attempts (5)")

    def handle(self, *arguments, lock_timeout, attempts, pause, **options):
        connection = connections[options["database"]]
        for attempt in range(1, attempts + 1):
            with connection.cursor() as cursor:
                cursor.execute("select set_config('lock_timeout', %s, false)", [f"{int(lock_timeout * 1000)}ms"])
            try:
                return super().handle(*arguments, **options)
            except OperationalError as problem:
                if getattr(problem.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
                    raise
                self.stderr.write(f"A table is in use; attempt {attempt} of {attempts}.")
            finally:
                if connection.is_usable():
                    with connection.cursor() as cursor:
                        cursor.execute("reset lock_timeout")
            if attempt < attempts:
                time.sleep(pause)
        raise CommandError("A table stayed in use. What was migrated before stays; run it again in a quieter hour.")
