"""Reading and proving the record."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from intelligent_bhutan.audit import chain
from intelligent_bhutan.audit.models import Entry, Head, Link
from intelligent_bhutan.audit.words import WORDS
from intelligent_bhutan.keyring import by_fingerprint

PAGE = 2_000
SEALED_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Verdict:
    """What proving the chain found: how many links were proven, and the first break in words (empty when whole)."""

    proven: int
    broken: str = ""


def chained_fields(entry):
    """The entry as the chain hashes it, in a fixed order."""
    return [
        entry.pk,
        entry.at.isoformat(),
        entry.actor,
        entry.verb,
        entry.subject_kind,
        entry.subject,
        entry.reason,
    ]


def prove():
    """Walk the whole chain from its beginning; stop at the first row that was changed, removed or forged.

    A head that was signed under a key that is given no more is vouched for by a later one, which stands over the same
    links; the last head must be proven under a key that is given.
    """
    head, position, unproven = chain.GENESIS, 0, 0
    signed = {row.position: row for row in Head.objects.all()}
    while links := list(Link.objects.filter(position__gt=position).order_by("position")[:PAGE]):
        entries = Entry.objects.in_bulk([link.entry_id for link in links])
        for link in links:
            if link.position != position + 1:
                return Verdict(position, f"link {position + 1} is missing")
            if link.entry_id not in entries:
                return Verdict(position, f"entry {link.entry_id} (link {link.position}) is missing")
            head = chain.digest(head, [link.position, *chained_fields(entries[link.entry_id])])
            if head != bytes(link.digest):
                return Verdict(position, f"entry {link.entry_id} (link {link.position}) was changed")
            position = link.position
            if row := signed.get(position):
                proven = is_proven(row, head)
                if proven is False:
                    return Verdict(position - 1, f"the signed head at link {position} does not fit")
                unproven = 0 if proven else position
    if signed and max(signed) > position:
        return Verdict(position, f"links after {position} are missing; a head was signed at {max(signed)}")
    if position and position not in signed:
        return Verdict(position, f"no signed head at link {position}")
    if unproven:
        return Verdict(position, f"the head at link {unproven} was signed under an AUDIT_KEY that is not given")
    return Verdict(position, unchained() or "")


def unchained(*, at=None):
    """Words for the first entry that should long have been in the chain, or None."""
    due = (at or timezone.now()) - SEALED_WITHIN
    linked = Link.objects.filter(entry_id=OuterRef("pk"))
    entry = Entry.objects.filter(~Exists(linked), at__lt=due).order_by("pk").first()
    return f"entry {entry.pk} was never chained" if entry else None


def is_proven(row, head):
    """Whether the signed head stands over this digest; None where the key that signed it is not given any more.

    Heads from before keys had a name may be of any.
    """
    if bytes(row.digest) != head:
        return False
    given = by_fingerprint("AUDIT_KEY")
    keys = [given[row.key_id]] if row.key_id in given else [] if row.key_id else list(given.values())
    if any(chain.is_signed(row.position, head, bytes(row.signature), key) for key in keys):
        return True
    return False if row.key_id in given else None


def words_of(verb):
    """A verb of the record in words, in the active language."""
    return str(WORDS.get(verb, verb))
