"""`manage.py keep`: what the retention schedule would delete now; with --carry-out it does."""

from django.core.management.base import BaseCommand

from intelligent_bhutan.operating import clearing


class Command(BaseCommand):
    """Counts unless told otherwise; safe to stop and to run again."""

    help = "Count the rows whose time is over, by table; --carry-out deletes them."

    def add_arguments(self, parser):
        parser.add_argument("--carry-out", action="store_true", help="delete them")

    def handle(self, *arguments, carry_out, **options):
        if carry_out:
            run = clearing.carry_out(say=self.say, by=None)
            self.stdout.write(f"{sum(run.counts.values())} rows were deleted.")
            return
        found = clearing.due()
        for label, count in found.items():
            self.stdout.write(f"{label}: {count}")
        self.stdout.write(f"{sum(found.values())} rows are due. Nothing was deleted; --carry-out does it.")

    def say(self, label, count):
        """How far it is."""
        self.stdout.write(f"{label}: {count} deleted")
