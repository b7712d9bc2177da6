"""Recording what was done, and sealing the record."""

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from intelligent_bhutan.audit import chain
from intelligent_bhutan.audit.models import Entry, Head, Link, Pending
from intelligent_bhutan.audit.queries import chained_fields
from intelligent_bhutan.keyring import fingerprint_in_use

SEALER_LOCK = 7_240_712  # the day the strategy was launched; any fixed number would do
SEALED_AT_ONCE = 5_000


def record(verb, *, subject, by, reason="", at=None):
    """Write down that `by` did `verb` to `subject`, in the caller's transaction.

    `by` is a person or None for the portal itself. Only opaque ids are kept. Nothing is chained here: locking a chain
    head inside every action would serialise the portal.
    """
    return Entry.objects.create(
        at=at or timezone.now(),
        actor=opaque_id(by) if by else "",
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject=opaque_id(subject),
        reason=reason,
    )


def opaque_id(thing):
    """The thing's public id where it has one, else its primary key."""
    return str(getattr(thing, "public_id", None) or thing.pk)


@transaction.atomic
def seal(*, limit=SEALED_AT_ONCE):
    """Link the entries that are committed but not yet chained, oldest first, and sign the new head.

    One sealer works at a time; a second one returns 0 at once. Returns how many were linked.
    """
    if not is_only_sealer():
        return 0
    waiting = sorted(Pending.objects.order_by("entry_id").values_list("entry_id", flat=True)[:limit])
    last = Link.objects.order_by("-position").first()
    position, head = (last.position, bytes(last.digest)) if last else (0, chain.GENESIS)
    links = []
    for entry in Entry.objects.filter(pk__in=waiting).order_by("pk"):
        position += 1
        head = chain.digest(head, [position, *chained_fields(entry)])
        links.append(Link(position=position, entry_id=entry.pk, digest=head))
    if links:
        Link.objects.bulk_create(links)
        signature, key_id = chain.sign(position, head, settings.AUDIT_KEY), fingerprint_in_use("AUDIT_KEY")
        Head.objects.create(position=position, digest=head, signature=signature, key_id=key_id)
    Pending.objects.filter(pk__in=waiting).delete()
    return len(links)


def is_only_sealer():
    """Take the sealer's lock until the transaction ends, if it is free."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        return cursor.fetchone()[0]
