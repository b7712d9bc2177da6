"""`manage.py rotate_key IDENTITY_KEY`: bring the data under the new key while both are given.

Give the new key as NAME and the old one as NAME_PREVIOUS, restart everything, then run this. It may be stopped at any
moment and run again.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from intelligent_bhutan.operating import keys, rotating

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

    def handle(self, *arguments, name, reset_rest, **options):
        keys.note_new()
        one = next(one for one in keys.standings() if one.key.name == name)
        if one.fit is keys.Fit.WRONG:
            raise CommandError(
                f"The data stands under {one.noted.fingerprint}: give that key as {name}_PREVIOUS first."
            )
        if not getattr(settings, f"{name}_PREVIOUS"):
            raise CommandError(
                f"Nothing to do: no {name}_PREVIOUS is given. `manage.py keys --new` prints a fresh key."
            )
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
        self.stdout.write(WHAT_NOW.get(name) or self.what_is_left(name))

    def carry(self, name):
        """Walk through every table, saying how far it is."""
        if name == "IDENTITY_KEY":
            rotating.refuse_while_files_are_read()
        for walk in rotating.walks(name):
            label = walk.rows.model._meta.label
            while walk.step():
                self.stdout.write(f"{label}: {walk.seen} seen, {walk.changed} moved")

    def finish_pins(self, reset_rest):
        """Withdraw what did not move, where that is asked for."""
        if reset_rest:
            self.stdout.write(f"{rotating.withdraw_pins(by=None)} PINs were withdrawn.")

    def what_is_left(self, name):
        """What may be done next."""
        if name == "PIN_KEY" and (left := rotating.pins_to_move().count()):
            return f"{left} PINs move when their owners sign in; keep PIN_KEY_PREVIOUS, or run this with --reset-rest."
        return f"Nothing stands under the old key: take {name}_PREVIOUS away and restart."
