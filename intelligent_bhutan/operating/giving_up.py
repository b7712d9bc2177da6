"""Going on without a key: it is lost, or leaked and must not count a day longer. What only that key opens goes.

Nothing here is asked of people beyond what the register says of the loss of each key (`keys.py`).
"""

from allauth.mfa.models import Authenticator
from django.db import transaction

from intelligent_bhutan import audit, sealing
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.operating.models import KeyUse
from intelligent_bhutan.operating.rotating import MFA_SECRETS, Walk, pins_to_move
from intelligent_bhutan.people.models import CorrectionScan, IdentityNumber, Recovery, User
from literacy.models import ImportRow


def walks(name):
    """The tables that hold what is sealed under this key, each to be walked through; what does not open goes."""
    if name == "IDENTITY_KEY":
        return [
            Walk(IdentityNumber.objects.all(), lambda row: is_lost(row.ciphertext, name), None),
            Walk(CorrectionScan.objects.all(), lambda row: is_lost(row.sealed, name), None),
            Walk(
                Recovery.objects.exclude(number_ciphertext=None), forget_number, ["number_ciphertext", "number_digest"]
            ),
            Walk(ImportRow.objects.all(), forget_import_number, ["raw", "cleaned"]),
        ]
    if name == "MFA_KEY":
        return [Walk(Authenticator.objects.select_related("user"), close_door, None)]
    if name == "PIN_KEY":
        return [Walk(pins_to_move(), lambda row: True, None)]
    return []


def is_lost(ciphertext, name):
    """Whether no key that is given opens it."""
    try:
        sealing.box(*ring(name)).decrypt(bytes(ciphertext))
    except sealing.InvalidToken:
        return True
    return False


def forget_number(row):
    """The number that a recovery at a centre was about. Returns whether it was lost."""
    if not is_lost(row.number_ciphertext, "IDENTITY_KEY"):
        return False
    row.number_ciphertext = row.number_digest = None
    return True


def forget_import_number(row):
    """The number in a row of a spreadsheet. Returns whether it was lost."""
    changed = False
    for values in (row.raw, row.cleaned):
        number = values.get("identity_number")
        if number and is_lost(number.encode(), "IDENTITY_KEY"):
            values["identity_number"] = ""
            values.get("marks", {}).pop("number", None)
            changed = True
    return changed


def close_door(row):
    """One second factor. Returns whether its secret was lost.

    Where it is, the password must not lead in alone: whoever guessed it would set up a factor of their own.
    """
    secrets = [row.data[name] for name in MFA_SECRETS if name in row.data] + row.data.get("migrated_codes", [])
    if not any(is_lost(secret.encode(), "MFA_KEY") for secret in secrets):
        return False
    if not row.user.authenticator_set.filter(type=Authenticator.Type.WEBAUTHN).exists():
        person = User.objects.select_for_update().get(pk=row.user_id)
        person.set_unusable_password()
        person.save(update_fields=["password"])
    return True


@transaction.atomic
def note(*, name, lost, gone, by):
    """Write down that the key of this fingerprint is given up, and how many rows went with it."""
    use = KeyUse.objects.get(name=name, fingerprint=lost)
    audit.record("key:given_up", subject=use, by=by, reason=f"{name} {lost}: {gone} rows")
