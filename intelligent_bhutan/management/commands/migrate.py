"""`migrate`, run as the owner of the tables by itself."""

from django.core.management.commands.migrate import Command as DjangoMigrate

from intelligent_bhutan.databases import migrating_alias


class Command(DjangoMigrate):
    """Django's own command with another default for --database."""

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(database=migrating_alias())
