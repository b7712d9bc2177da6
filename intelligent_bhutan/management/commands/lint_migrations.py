"""`manage.py lint_migrations`: migrations that the previous release, still running, would not survive.

Every migration is looked at but those of earlier releases, and those that pyproject.toml lets through with a reason.
A warning about an index that is made under a lock counts as an error.
Needs the development packages.
"""

import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.migrations.loader import MigrationLoader

from intelligent_bhutan.databases import migrating_alias
from intelligent_bhutan.operating import upgrading


def ours():
    """The labels of the apps that this project brings itself."""
    root = Path(settings.BASE_DIR)
    return sorted(one.label for one in apps.get_app_configs() if (root / one.name.split(".")[0]).is_dir())


class Command(BaseCommand):
    """Run by `make lint`."""

    help = "Look for columns taken away, tables locked for long and the like in migrations that were never released."

    def handle(self, *arguments, **options):
        from django_migration_linter import MigrationLinter  # a development package: not in the image

        project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())
        told = project["tool"]["intelligent_bhutan"]
        past = [*told["released_migrations"], *told["accepted_migrations"]]
        linter = MigrationLinter(
            path=str(settings.BASE_DIR),
            include_apps=ours(),
            ignore_name=past,
            warnings_as_errors_tests=["CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE", "DROP_INDEX", "REINDEX"],
            no_cache=True,
            quiet=["ok", "ignore"],
            database=migrating_alias(),
        )
        linter.lint_all_migrations()
        linter.print_summary()
        found = MigrationLoader(None).disk_migrations.values()
        empty = upgrading.left_empty([one for one in found if one.app_label in ours() and one.name not in past])
        for words in empty:
            self.stderr.write(words)
        if linter.has_errors or empty:
            raise CommandError("A migration would break the previous release or lock a table for long.")
