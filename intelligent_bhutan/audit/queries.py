"""Reading and proving the record."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from intelligent_bhutan.audit import chain
from intelligent_bhutan.audit.models import Entry, Head, Link
from intelligent_bhutan.audit.words import WORDS

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
    """Walk the whole chain from its beginning; stop at the first row that was changed, removed or forged."""
    head, position = chain.GENESIS, 0
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
            if (row := signed.get(position)) and not is_proven(row, head):
                return Verdict(position - 1, f"the signed head at link {position} does not fit")
    if signed and max(signed) > position:
        return Verdict(position, f"links after {position} are missing; a head was signed at {max(signed)}")
    if position and position not in signed:
        return Verdict(position, f"no signed head at link {position}")
    return Verdict(position, unchained() or "")


def unchained(*, at=None):
    """Words for the first entry that should long have been in the chain, or None."""
    due = (at or timezone.now()) - SEALED_WITHIN
    linked = Link.objects.filter(entry_id=OuterRef("pk"))
    entry = Entry.objects.filter(~Exists(linked), at__lt=due).order_by("pk").first()
    return f"entry {entry.pk} was never chained" if entry else None


def is_proven(row, head):
    """Whether the signed head stands over this digest under our key."""
    return bytes(row.digest) == head and chain.is_signed(row.position, head, bytes(row.signature), settings.AUDIT_KEY)


def words_of(verb):
    """A verb of the record in words, in the active language."""
    return str(WORDS.get(verb, verb))
