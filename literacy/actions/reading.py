"""A file of people becomes rows: kept as they stand in one task, then checked in slices, each a task of its own."""

from itertools import islice

from django.db import transaction
from django.utils import timezone

from intelligent_bhutan import outbox, sealing
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.places.queries import place_book
from literacy import checking, keepsakes, spreadsheets
from literacy.models import CohortImport, ImportRow
from literacy.queries import importing as queries

State = CohortImport.State
RowState = ImportRow.State
SLICE = 5_000
BATCH = 1_000


@transaction.atomic
def read(*, cohort_import):
    """Keep every row as it stands and promise to check them. A file that cannot be read ends here with one sentence.

    The file is removed: it may hold citizenship numbers, and the rows hold all that is needed.
    """
    held = locked(cohort_import)
    if held.state != State.READING or not held.file:
        return held
    try:
        with transaction.atomic():
            held.columns, held.rows_read = keep_rows(held, spreadsheets.rows(content_of(held)))
        outbox.post("literacy.check_rows", cohort_import=held.pk)
    except spreadsheets.Broken as broken:
        held.state, held.problem = State.BROKEN, {"code": broken.code, "details": broken.details}
    storage, name, held.file = held.file.storage, held.file.name, ""
    transaction.on_commit(lambda: storage.delete(name), robust=True)
    held.save(update_fields=["file", "columns", "rows_read", "state", "problem"])
    return held


def content_of(held):
    """The file's bytes."""
    with held.file.open("rb") as file:
        return sealing.box(*ring("IDENTITY_KEY")).decrypt(file.read())


def keep_rows(held, rows):
    """Keep the rows in batches; returns the file's headings and how many rows there were. Raises Broken."""
    _number, header = next(rows)
    places, _unknown = checking.columns(header)
    if lacking := checking.missing(places):
        raise spreadsheets.Broken("missing_columns", {"columns": lacking})
    count = 0
    while batch := [(number, raw_of(cells, places)) for number, cells in islice(rows, BATCH)]:
        recall_numbers(held.cohort, [raw for _number, raw in batch])
        ImportRow.objects.bulk_create(
            ImportRow(cohort_import=held, number=number, raw=sealed(raw), state=RowState.WAITING)
            for number, raw in batch
        )
        count += len(batch)
    if not count:
        raise spreadsheets.Broken("no_rows")
    return header, count


def raw_of(cells, places):
    """The cells that we know, by field."""
    return {name: cells[at] if at < len(cells) else "" for name, at in places.items()}


def recall_numbers(cohort, raws):
    """Put back the citizenship numbers that a report of this cohort left out; one of another cohort stays unread."""
    kept = {cell: keepsakes.read(cell) for raw in raws if (cell := raw.get("identity_number"))}
    if wanted := {cell: keepsake for cell, keepsake in kept.items() if keepsake}:
        there = queries.rows_kept(cohort, wanted.values())
        for raw in raws:
            if row := there.get(wanted.get(raw.get("identity_number"))):
                raw["identity_number"] = unsealed(row)


@transaction.atomic
def check_rows(*, cohort_import):
    """Check the next slice of rows and promise the one after it; the last slice ends the checking."""
    held = locked(cohort_import)
    if held.state != State.READING:
        return held
    rows = list(held.rows.filter(state=RowState.WAITING).order_by("number")[:SLICE])
    if rows:
        check(held, rows)
    if len(rows) < SLICE:
        held.state = State.CHECKED
        held.save(update_fields=["state"])
    else:
        # without a key: the message that is being carried still waits under it
        outbox.post("literacy.check_rows", cohort_import=held.pk)
    return held


def check(held, rows):
    """What each row says, what is wrong with it, and where it stands among the rows before it and people known."""
    book, today, audience = place_book(), timezone.localdate(), queries.usual_audience(held.cohort)
    numbers = [unsealed(row.raw) for row in rows]
    checked = [
        checking.check({**row.raw, "identity_number": number}, book, today, audience)
        for row, number in zip(rows, numbers, strict=True)
    ]
    marks = [queries.marks(one.cleaned) for one in checked]
    known = queries.Known(held.cohort, marks)
    said = queries.said_before(held, rows[0].number, marks)
    for row, one, mark in zip(rows, checked, marks, strict=True):
        row.state = known.judge(one, mark, said)
        row.cleaned, row.problems = sealed(one.cleaned), one.problems
    rewrite(rows)


def rewrite(rows):
    """Save what was found out about these rows."""
    ImportRow.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["cleaned", "problems", "state", "enrolment"],
    )


def sealed(values):
    """The values with the citizenship number encrypted: it is never kept in the clear."""
    number = values.get("identity_number")
    return {**values, "identity_number": sealing.encrypt(number, *ring("IDENTITY_KEY")).decode()} if number else values


def unsealed(values):
    """The citizenship number again, or an empty text."""
    number = values.get("identity_number")
    return sealing.decrypt(number.encode(), *ring("IDENTITY_KEY")) if number else ""


def locked(pk):
    """The import under a lock."""
    return CohortImport.objects.select_for_update(of=("self",)).select_related("cohort", "uploaded_by").get(pk=pk)
