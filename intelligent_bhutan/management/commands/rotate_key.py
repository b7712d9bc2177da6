"""`manage.py rotate_key IDENTITY_KEY`: bring the data under the new key while both are given.

Give the new key as NAME and the old one as NAME_PREVIOUS, restart everything, then run this. It may be stopped at any
moment and run again. Where the old key is gone, or leaked and must not count any more, give the new one alone and run
it with `--lost FINGERPRINT`: what only the old one opens goes for good.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intelligent_bhutan.operating import giving_up, keys, rotating

WHAT_NOW = {
    "SECRET_KEY": "Take SECRET_KEY_PREVIOUS away in two weeks, when the last session made under it has ended.",
    "CERTIFICATE_KEY": "Keep CERTIFICATE_KEY_PREVIOUS: certificates on paper carry codes made under it.",
    "AUDIT_KEY": "AUDIT_KEY_PREVIOUS may be taken away now: the new head stands for all before it.",
}


class Command(BaseCommand):
    """One key a run."""

    help = "Bring what stands under NAME_PREVIOUS under NAME; safe to stop and to run again."

    def add_arguments(self, parser):
        parser.add_argument("name", choices=[key.name for key in keys.IN_SETTINGS])
        parser.add_argument(
            "--reset-rest", action="store_true", help="PIN_KEY: withdraw the PINs that did not move yet"
        )
        parser.add_argument("--lost", metavar="FINGERPRINT", help="give up the old key and what only it opens")

    def handle(self, *arguments, name, reset_rest, lost, **options):
        keys.note_new()
        one = next(one for one in keys.standings() if one.key.name == name)
        if lost:
            self.give_up(one, lost)
        else:
            self.refuse_without_old(one)
            try:
                self.carry(name)
            except ValidationError as refusal:
                raise CommandError(" ".join(refusal.messages)) from None
        rotating.take_into_use(name=name, by=None)
        if name == "AUDIT_KEY":
            rotating.sign_anew()
        if name == "PIN_KEY":
            self.finish_pins(reset_rest)
        self.stdout.write(f"{name}: new things stand under {one.running}.")
        self.stdout.write("Restart every server." if lost else WHAT_NOW.get(name) or self.what_is_left(name))

    def refuse_without_old(self, one):
        """Raises: CommandError where the old key is not given."""
        name = one.key.name
        if one.fit is keys.Fit.WRONG:
            mark = one.noted.fingerprint
            raise CommandError(
                f"The data stands under {mark}: give that key as {name}_PREVIOUS first. Only if it is lost, or leaked "
                f"and must not count any more: --lost {mark}. {one.key.loss}"
            )
        if not getattr(settings, f"{name}_PREVIOUS"):
            raise CommandError(
                f"Nothing to do: no {name}_PREVIOUS is given. `manage.py keys --new` prints a fresh key."
            )

    def give_up(self, one, lost):
        """Let go what only the old key opens. Raises: CommandError unless that key is the one that is not given."""
        name = one.key.name
        if one.fit is not keys.Fit.WRONG or one.noted.fingerprint != lost:
            raise CommandError(f"{lost} is not a {name} that the data stands under and that is not given.")
        gone = self.walk(giving_up.walks(name), "went")
        giving_up.note(name=name, lost=lost, gone=gone, by=None)

    def carry(self, name):
        """Walk through every table, saying how far it is."""
        if name == "IDENTITY_KEY":
            rotating.refuse_while_files_are_read()
        self.walk(rotating.walks(name), "moved")

    def walk(self, walks, what):
        """Go through tables, saying how far it is. Returns how many rows changed."""
        for walk in walks:
            label = walk.rows.model._meta.label
            while walk.step():
                self.stdout.write(f"{label}: {walk.seen} seen, {walk.changed} {what}")
        return sum(walk.changed for walk in walks)

    def finish_pins(self, reset_rest):
        """Withdraw what did not move, where that is asked for."""
        if reset_rest:
            self.stdout.write(f"{rotating.withdraw_pins(by=None)} PINs were withdrawn.")

    def what_is_left(self, name):
        """What may be done next."""
        if name == "PIN_KEY" and (left := rotating.pins_to_move().count()):
            return f"{left} PINs move when their owners sign in; keep PIN_KEY_PREVIOUS, or run this with --reset-rest."
        if name == "IDENTITY_KEY" and (until := rotating.copies_left()):
            return (
                f"Take {name}_PREVIOUS away after {timezone.localtime(until):%Y-%m-%d %H:%M} and restart: copies of "
                "people's data that were made in the last week stand under the old key. Taken away before, those "
                "cannot be taken any more and people ask for another one."
            )
        return f"Nothing stands under the old key: take {name}_PREVIOUS away and restart."
