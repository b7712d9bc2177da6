"""`manage.py load_exam_voices FOLDER`: what is recorded of examination items, by file name."""

import re
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from literacy.actions import voices

NAME = re.compile(r"(?P<code>[A-Za-z0-9-]+)(?:\.(?P<key>[a-z]))?\.(?P<language>dz|tsj|ne|en)\.(?:mp3|ogg|m4a)\Z")


class Command(BaseCommand):
    """Load recordings named CODE.LANGUAGE.mp3 (the question) or CODE.KEY.LANGUAGE.mp3 (one of its options)."""

    help = "Load recorded voices of examination items from a folder. Run again, it loads only what changed."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, **_options):
        files = sorted(path for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []
        if not files:
            raise CommandError("There are no files in this folder.")
        changed = 0
        for number, path in enumerate(files, start=1):
            changed += self.load(path)
            self.stdout.write(f"{number} of {len(files)}: {path.name}")
        self.stdout.write(f"{changed} recordings were new or changed.")

    def load(self, path):
        """One file. Raises CommandError, which names it, for what cannot be loaded."""
        named = NAME.match(path.name)
        if named is None:
            raise CommandError(f"{path.name}: name it CODE.LANGUAGE.mp3 or CODE.KEY.LANGUAGE.mp3.")
        with path.open("rb") as handle:
            try:
                return voices.load_voice(
                    code=named["code"],
                    key=named["key"] or "",
                    spoken_language=named["language"],
                    file=File(handle, name=path.name),
                    by=None,
                )
            except ValidationError as refusal:
                raise CommandError(f"{path.name}: {refusal.messages[0]}") from refusal
