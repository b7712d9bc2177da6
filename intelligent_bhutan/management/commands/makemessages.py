"""`makemessages`, so that a catalog says the same on whichever machine it was made."""

from pathlib import Path

from django.conf import settings
from django.core.management.commands.makemessages import Command as DjangoMakeMessages

BROUGHT_IN = [".*", "node_modules", "var", "staticfiles", "static", "tests", "benchmarks", "docs", "migrations"]


class Command(DjangoMakeMessages):
    """Django's own command with other defaults: every language, files without line numbers, no guesses, no dates.

    A string that changed is a new string: gettext's likeness guesses would put the words of one under another.
    """

    msgmerge_options = [*DjangoMakeMessages.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(
            locale=[code for code, _ in settings.LANGUAGES],
            ignore_patterns=BROUGHT_IN,
            add_location="file",
            no_wrap=True,
            no_obsolete=True,
            verbosity=0,
        )

    def write_po_file(self, potfile, locale):
        """Write the catalog, without the hour at which this happened."""
        super().write_po_file(potfile, locale)
        catalog = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        lines = catalog.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith('"POT-Creation-Date:')]
        catalog.write_text("".join(kept), encoding="utf-8")
