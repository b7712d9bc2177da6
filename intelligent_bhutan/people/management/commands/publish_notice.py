"""`manage.py publish_notice learning notice.txt --from 2027-02-01`: new words that people agree to."""

import difflib
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from intelligent_bhutan.people import notice_files
from intelligent_bhutan.people.actions import consent
from intelligent_bhutan.people.management import arguments
from intelligent_bhutan.people.models import ConsentNotice
from intelligent_bhutan.people.queries.consent import MAY_WAIT, notice_in_force

THEN = {
    "learning": f"Everybody is asked at the next sign-in after that, and may wait for {MAY_WAIT.days} days.",
    "messages": "People find it among what they agreed to.",
}


class Command(BaseCommand):
    """Shows the difference unless told otherwise."""

    help = (
        "Without a file, print the words that people are told before they agree, as a file to change. With one, show "
        "what would change; --carry-out makes a new version."
    )

    def add_arguments(self, parser):
        parser.add_argument("purpose", choices=ConsentNotice.Purpose.values)
        parser.add_argument("file", nargs="?", type=Path, help="the new words in both languages")
        parser.add_argument("--from", dest="day", type=arguments.day, help="the day on which they begin to hold")
        parser.add_argument("--carry-out", action="store_true", help="make the new version")

    def handle(self, *, purpose, file, day, carry_out, **_options):
        old = file_of(notice_in_force(purpose, day))
        if file is None:
            self.stdout.write(old, ending="")
            return
        if day is None:
            raise CommandError("Say with --from on which day the words begin to hold, such as 2027-02-01.")
        try:
            words = notice_files.read(file.read_text("utf-8-sig"))
            self.stdout.write(difference(old, notice_files.written(words)), ending="")
            if not carry_out:
                self.stdout.write("Nothing was written; --carry-out makes the new version.")
                return
            made = consent.publish(purpose=purpose, words=words, in_force_from=day, by=None)
        except (OSError, ValueError) as problem:
            raise CommandError(problem) from None
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"Version {made.version} holds from {day}. {THEN[purpose]}")


def file_of(notice):
    """The notice as a file; an empty text for none."""
    names = [f"{part}_{language}" for language in notice_files.LANGUAGES for part in ("short", "text")]
    return notice_files.written({name: getattr(notice, name) or "" for name in names}) if notice else ""


def difference(old, new):
    """Line by line, as programmers show it: - what goes, + what comes."""
    lines = (one.splitlines(keepends=True) for one in (old, new))
    return "".join(difflib.unified_diff(*lines, "as it holds", "new"))
