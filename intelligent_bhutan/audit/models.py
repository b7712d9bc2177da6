"""What was done, how it is chained, and the signed heads: append-only tables, and what waits for the chain."""

import pgtrigger
from django.db import models
from django.utils import timezone

APPEND_ONLY = [
    pgtrigger.Protect(name="refuse_change", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="refuse_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'This table is append-only.';",
    ),
]


class Entry(models.Model):
    """One thing that somebody did: opaque ids, no foreign keys, no personal data, so that erasure never edits audit."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.CharField(max_length=64, blank=True)  # the person's public id; empty when the portal itself acted
    verb = models.CharField(max_length=64)  # "noun:verb" in the past tense
    subject_kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["subject_kind", "subject", "id"], name="audit_by_subject"),
            models.Index(fields=["actor", "id"], name="audit_by_actor"),
        ]
        triggers = [
            *APPEND_ONLY,
            pgtrigger.Trigger(
                name="await_seal",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_entries"),
                func="INSERT INTO audit_pending (entry_id) SELECT id FROM new_entries; RETURN NULL;",
            ),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_kind} {self.subject}"


class Pending(models.Model):
    """An entry that waits for its place in the chain; a trigger writes it, the sealer removes it.

    Entry ids do not commit in order, so a last id would skip some; and looking for what is missing from the chain
    would read the whole of it every few seconds.
    """

    entry_id = models.BigIntegerField(primary_key=True)

    class Meta:
        verbose_name_plural = "pending"

    def __str__(self):
        return f"entry {self.entry_id}"


class Link(models.Model):
    """One entry's place in the chain: the hash of the entry and of the link before it."""

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)  # no foreign key: the chain must outlive a damaged entry, to name it
    digest = models.BinaryField(max_length=32)

    class Meta:
        triggers = APPEND_ONLY

    def __str__(self):
        return f"link {self.position}"


class Head(models.Model):
    """The chain's head at one moment, signed under a key outside the database."""

    position = models.BigIntegerField(unique=True)
    digest = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    key_id = models.CharField(max_length=16, blank=True, default="", db_default="")  # fingerprint of its AUDIT_KEY
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = APPEND_ONLY

    def __str__(self):
        return f"head at {self.position}"
