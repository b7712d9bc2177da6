"""`verify_audit`: walks the audit chain and names the first broken row."""

from django.core.management.base import BaseCommand, CommandError

from intelligent_bhutan.audit import queries


class Command(BaseCommand):
    """Exits with an error when the chain does not hold."""

    help = "Prove the audit chain from its first link; name the first row that was changed, removed or forged."

    def handle(self, **options):
        verdict = queries.prove()
        if verdict.broken:
            raise CommandError(f"The chain is broken: {verdict.broken}. {verdict.proven} links before it hold.")
        self.stdout.write(f"The chain holds: {verdict.proven} links.")
