"""Moving what changed into the bounded tables, and checking them against the facts."""

from django.db import connection, transaction
from django.utils import timezone

from intelligent_bhutan import audit
from literacy import counts
from literacy.models import ReconciliationAlarm

FOLDED_AT_ONCE = 20_000


@transaction.atomic
def fold(*, limit=FOLDED_AT_ONCE):
    """Add up to `limit` pending deltas to the bounded tables and remove them, in one statement; returns how many.

    Folders may run beside each other and may be killed: a delta is either pending or folded, never both, never neither.
    What was counted leaves no audit line of its own; the facts behind it did.
    """
    with connection.cursor() as cursor:
        cursor.execute(counts.fold_statement(), [limit])
        return cursor.fetchone()[0]


def fold_all(*, limit=FOLDED_AT_ONCE):
    """Fold until a batch is not full; returns how many deltas in all. Each batch is committed by itself."""
    total = 0
    while folded := fold(limit=limit):
        total += folded
        if folded < limit:
            break
    return total


@transaction.atomic
def reconcile():
    """Recount every table from the standings; each table that differs becomes an alarm. Returns the new alarms.

    Each comparison is one statement, so standings, tables and pending deltas are those of one moment and people may go
    on working. A difference that is known and not resolved is not reported again.
    """
    return [alarm for table in counts.TABLES if (alarm := check(table))]


def check(table):
    """The alarm about this table, if there is something new to say."""
    with connection.cursor() as cursor:
        cursor.execute(counts.difference_statement(table))
        differing, counted, recounted = cursor.fetchone()
    if not differing:
        return None
    found = {"table": table.name, "differing_cells": differing, "counted": counted, "recounted": recounted}
    if ReconciliationAlarm.objects.filter(resolved_at__isnull=True, **found).exists():
        return None
    alarm = ReconciliationAlarm.objects.create(**found)
    audit.record("reconciliation:differed", subject=alarm, by=None, reason=table.name)
    return alarm


@transaction.atomic
def resolve(*, alarm, by):
    """Somebody has looked into the alarm: it leaves the staff page. A second time changes nothing."""
    alarm = ReconciliationAlarm.objects.select_for_update().get(pk=alarm.pk)
    if alarm.resolved_at is None:
        alarm.resolved_at, alarm.resolved_by = timezone.now(), by
        alarm.save(update_fields=["resolved_at", "resolved_by"])
        audit.record("reconciliation:resolved", subject=alarm, by=by)
    return alarm
