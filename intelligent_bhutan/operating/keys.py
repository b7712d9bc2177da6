"""The register of every key: what it protects, where it lives, how it is changed, what its loss means.

`manage.py keys` and `/staff/keys/` show it beside what the data says; `docs/running.md` tells the steps.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.keyring import fingerprint, fingerprint_in_use, ring
from intelligent_bhutan.operating.models import KeyUse


@dataclass(frozen=True)
class Key:
    """One key of the register, in words for operators."""

    name: str
    title: str
    protects: str
    changing: str
    loss: str

    @property
    def lives(self):
        """The places that settings read it from: the variable, or the file that the second one names."""
        return (self.name, f"{self.name}_FILE")


REGISTER = (
    Key(
        "SECRET_KEY",
        _("Session key"),
        _("Sessions, links that work once, and the order in which small figures are withheld."),
        _("Links and sessions made under the old key work until it is taken away, two weeks later."),
        _("Everyone signs in again, and links that were sent do not work. Nothing else is lost."),
    ),
    Key(
        "IDENTITY_KEY",
        _("Identity key"),
        _("Citizenship numbers, spreadsheets that are being read, and pictures of what proves a correction."),
        _("Every number is opened and sealed again, in chunks that may be stopped and run again."),
        _("The numbers cannot be read and doubles cannot be found. Every card must be seen again."),
    ),
    Key(
        "PIN_KEY",
        _("PIN key"),
        _("Picture and number PINs of learners."),
        _("Each PIN moves when its owner next signs in; those that did not move by a day can be withdrawn."),
        _("No PIN works. Every learner gets a new one from the coordinator."),
    ),
    Key(
        "CERTIFICATE_KEY",
        _("Certificate key"),
        _("The secret in the picture code of a certificate."),
        _("New certificates use the new key. The old key stays, for certificates on paper do not change."),
        _("Old picture codes are not recognised; the code that people type still is."),
    ),
    Key(
        "AUDIT_KEY",
        _("Audit key"),
        _("The signature over the record of who did what."),
        _("A head under the new key is signed at once and stands for all that is before it."),
        _("The record can be read but its end cannot be proven until a head under a new key is signed."),
    ),
    Key(
        "MFA_KEY",
        _("Second-factor key"),
        _("Seeds of one-time codes and recovery codes of staff."),
        _("Every seed is opened and sealed again."),
        _("One-time codes do not work. Staff without a passkey set up a new factor with an administrator."),
    ),
    Key(
        "SMS_CALLBACK_KEY",
        _("Callback key of text messages"),
        _("What the provider of text messages reports: whether a text arrived."),
        _("Give the provider the new key. Reports under the old key count until it is taken away."),
        _("Nobody knows whether texts arrive, until the provider has a new key. Texts go out as before."),
    ),
    Key(
        "BACKUP_KEY",
        _("Backup key"),
        _("Backups of the database and of files."),
        _("The next backup uses the new key. The old key stays on paper as long as backups under it are kept."),
        _("Backups cannot be opened. Make a new key and a new backup on the same day."),
    ),
)
BY_NAME = {key.name: key for key in REGISTER}
IN_SETTINGS = tuple(key for key in REGISTER if key.name != "BACKUP_KEY")  # the running portal does not hold that one


class Fit(Enum):
    """How the running key stands to what the data was made with."""

    FITS = "fits"
    CHANGING = "changing"
    WRONG = "wrong"
    NEW = "new"


FIT_WORDS = {
    Fit.FITS: _("Fits the data"),
    Fit.CHANGING: _("Being changed: the data still stands under the old key"),
    Fit.WRONG: _("Wrong: the data was made under another key"),
    Fit.NEW: _("Not noted yet"),
}


@dataclass(frozen=True)
class Standing:
    """A key of the register and how it stands now; `noted` is None before it was first noted."""

    key: Key
    running: str  # its fingerprint
    previous: tuple  # fingerprints of the ones before it that are given
    noted: KeyUse | None
    fit: Fit

    @property
    def fit_words(self):
        """How it stands, in a sentence."""
        return FIT_WORDS[self.fit]


def standings():
    """How each key of the running portal stands; one query."""
    noted = {}
    for use in KeyUse.objects.order_by("begun_at"):
        noted[use.name] = use
    return [standing(key, noted.get(key.name)) for key in IN_SETTINGS]


def standing(key, noted):
    """How one stands, given what was last noted of it."""
    running, *previous = [fingerprint(key.name, one) for one in ring(key.name)]
    if noted is None:
        fit = Fit.NEW
    elif noted.fingerprint == running:
        fit = Fit.FITS
    else:
        fit = Fit.CHANGING if noted.fingerprint in previous else Fit.WRONG
    return Standing(key, running, tuple(previous), noted, fit)


def wrong():
    """Names of the keys under which the data was not made; empty while nothing was noted."""
    return [one.key.name for one in standings() if one.fit is Fit.WRONG]


def note_new():
    """Note the fingerprint of each key of which none was noted yet; what was noted before is never changed here."""
    known = set(KeyUse.objects.values_list("name", flat=True))
    new = [KeyUse(name=key.name, fingerprint=fingerprint_in_use(key.name)) for key in IN_SETTINGS]
    KeyUse.objects.bulk_create([use for use in new if use.name not in known], ignore_conflicts=True)
