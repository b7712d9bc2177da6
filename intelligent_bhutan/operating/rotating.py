"""Bringing data under a new key, chunk by chunk: stopped in the middle and run again, it goes on where it was.

Each function does one chunk in one transaction and returns how many rows still stand under an older key, so a run that
was killed has lost nothing and nothing is done twice.
"""

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, sealing
from intelligent_bhutan.audit.actions import seal
from intelligent_bhutan.keyring import fingerprint_in_use, ring
from intelligent_bhutan.operating.models import KeyUse
from intelligent_bhutan.people.actions.registering import digest_of
from intelligent_bhutan.people.models import CorrectionScan, DataCopy, IdentityNumber, Pin, Recovery
from literacy.models import CohortImport, ImportRow

CHUNK = 1_000
MFA_SECRETS = ("secret", "seed")


class Walk:
    """A table gone through once by primary key, a chunk a transaction; `changed` counts the rows that moved.

    Without `fields` the rows that `move` says yes to are deleted.
    """

    def __init__(self, rows, move, fields):
        self.rows, self.move, self.fields = rows, move, fields
        self.after, self.seen, self.changed = 0, 0, 0

    def step(self):
        """Move the next chunk. Returns whether there was one."""
        with transaction.atomic():
            chunk = list(self.rows.filter(pk__gt=self.after).order_by("pk").select_for_update(of=("self",))[:CHUNK])
            moved = [row for row in chunk if self.move(row)]
            if moved and self.fields is None:
                self.rows.model._base_manager.filter(pk__in=[row.pk for row in moved]).delete()
            elif moved:
                self.rows.model._base_manager.bulk_update(moved, self.fields, batch_size=CHUNK)
        if chunk:
            self.after, self.seen, self.changed = chunk[-1].pk, self.seen + len(chunk), self.changed + len(moved)
        return bool(chunk)


def walks(name):
    """The tables whose rows are sealed under this key, each to be walked through."""
    if name == "IDENTITY_KEY":
        return [
            Walk(IdentityNumber.objects.all(), move_number, ["digest", "ciphertext"]),
            Walk(ImportRow.objects.all(), move_import_row, ["raw", "cleaned"]),
            Walk(Recovery.objects.exclude(number_ciphertext=None), move_recovery, ["number_ciphertext"]),
            Walk(CorrectionScan.objects.all(), move_scan, ["sealed"]),
        ]
    if name == "MFA_KEY":
        return [Walk(Authenticator.objects.all(), move_factor, ["data"])]
    return []


def move_number(row):
    """Seal the number under the key in use and work its digest out anew. Returns whether anything changed."""
    if is_under(row.ciphertext, "IDENTITY_KEY"):
        return False
    number = sealing.decrypt(row.ciphertext, *ring("IDENTITY_KEY"))
    row.digest, row.ciphertext = digest_of(number), sealing.encrypt(number, *ring("IDENTITY_KEY"))
    return True


def move_import_row(row):
    """Seal the number in a row of a spreadsheet, as it stood and as it was understood."""
    changed = False
    for values in (row.raw, row.cleaned):
        sealed = values.get("identity_number")
        if sealed and not is_under(sealed.encode(), "IDENTITY_KEY"):
            number = sealing.decrypt(sealed.encode(), *ring("IDENTITY_KEY"))
            values["identity_number"] = sealing.encrypt(number, *ring("IDENTITY_KEY")).decode()
            if "number" in values.get("marks", {}):
                values["marks"]["number"] = digest_of(number).hex()
            changed = True
    return changed


def move_recovery(row):
    """Seal the number that a recovery at a centre is about."""
    return moved_in(row, "number_ciphertext")


def move_scan(row):
    """Seal the picture of what proves a correction."""
    return moved_in(row, "sealed")


def moved_in(row, name):
    """Seal the bytes in this field under the key in use. Returns whether anything changed."""
    box, sealed = sealing.box(*ring("IDENTITY_KEY")), bytes(getattr(row, name))
    if is_under(sealed, "IDENTITY_KEY"):
        return False
    setattr(row, name, box.rotate(sealed))
    return True


def move_factor(row):
    """Seal the seed or the codes of one second factor; a passkey has nothing that is sealed."""
    sealed = [name for name in MFA_SECRETS if name in row.data]
    before = dict(row.data)
    for name in sealed:
        row.data[name] = moved(row.data[name], "MFA_KEY")
    if "migrated_codes" in row.data:
        row.data["migrated_codes"] = [moved(code, "MFA_KEY") for code in row.data["migrated_codes"]]
    return row.data != before


def moved(text, name):
    """The ciphertext under the key in use: itself where it is."""
    if is_under(text.encode(), name):
        return text
    return sealing.encrypt(sealing.decrypt(text.encode(), *ring(name)), *ring(name)).decode()


def is_under(ciphertext, name):
    """Whether the key in use opens it."""
    try:
        sealing.box(ring(name)[0]).decrypt(bytes(ciphertext))
    except InvalidToken:
        return False
    return True


def refuse_while_files_are_read():
    """A sealed spreadsheet is read within minutes; its rows are moved afterwards. Raises: ValidationError."""
    if CohortImport.objects.exclude(file="").exists():
        raise ValidationError(_("A spreadsheet is being read. Wait until its check is done, then try again."))


def copies_left(*, at=None):
    """Until when copies of people's data that were made before now can still be taken; None where there are none.

    They stay sealed under the key before: each is gone within a week.
    """
    there = DataCopy.objects.exclude(file="").filter(expires_at__gt=at or timezone.now())
    return there.aggregate(last=Max("expires_at"))["last"]


def pins_to_move():
    """PINs that still stand under an older key."""
    return Pin.objects.exclude(key_id=fingerprint_in_use("PIN_KEY"))


@transaction.atomic
def withdraw_pins(*, by):
    """Take away the PINs that did not move: their owners get new ones from the coordinator. Returns how many."""
    count = pins_to_move().delete()[0]
    if count:
        use = KeyUse.objects.filter(name="PIN_KEY").order_by("-begun_at").first()
        audit.record("pins:withdrawn", subject=use or KeyUse(pk=0), by=by, reason=f"{count} under an older key")
    return count


@transaction.atomic
def take_into_use(*, name, by):
    """Note that the data stands under the running key from now on. Returns whether that is new."""
    use, new = KeyUse.objects.get_or_create(name=name, fingerprint=fingerprint_in_use(name))
    if new:
        audit.record("key:taken_into_use", subject=use, by=by, reason=f"{name} {use.fingerprint}")
    return new


def sign_anew():
    """Sign a head under the key in use over all that is recorded, that of the change included."""
    while seal():
        pass
