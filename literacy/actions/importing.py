"""A file of people: kept, read and checked first; enrolled in chunks on the coordinator's word, each all or nothing."""

import hashlib
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, outbox
from intelligent_bhutan.people import sealing
from intelligent_bhutan.people.actions.registering import register_many
from intelligent_bhutan.people.models import User
from intelligent_bhutan.places.queries import place_book
from literacy import checking, spreadsheets
from literacy.actions.enrolling import enrol_many
from literacy.models import CohortImport, ImportRow
from literacy.queries import importing as queries

State = CohortImport.State
RowState = ImportRow.State
CHUNK = 1_000
MOST_BYTES = 25 * 1024 * 1024


@transaction.atomic
def upload(*, cohort, content, file_name, notice, by):
    """Keep the file and promise to read it; the same file sent again to the cohort is the import that is there.

    Raises: ValidationError for an empty or too large file.
    """
    if not content or len(content) > MOST_BYTES:
        raise ValidationError(_("The file is empty, or larger than 25 MB. Send a smaller one."))
    sha256 = hashlib.sha256(content).hexdigest()
    type(cohort).objects.select_for_update().get(pk=cohort.pk)
    if there := CohortImport.objects.filter(cohort=cohort, sha256=sha256).first():
        return there
    made = CohortImport(cohort=cohort, uploaded_by=by, consent_notice=notice, file_name=file_name[:200], sha256=sha256)
    made.file.save(f"{made.public_id}.bin", ContentFile(content), save=False)
    made.save()
    outbox.post("literacy.read_import", key=str(made.pk), cohort_import=made.pk)
    audit.record("import:uploaded", subject=made, by=by)
    return made


@transaction.atomic
def read(*, cohort_import):
    """Read and check every row; nothing is enrolled. A file that cannot be read ends here with one sentence."""
    held = locked(cohort_import)
    if held.state != State.READING:
        return held
    held.rows.all().delete()
    try:
        with held.file.open("rb") as file:
            content = file.read()
        rows = spreadsheets.rows(content)
        _number, header = next(rows)
        places, _unknown = checking.columns(header)
        if lacking := checking.missing(places):
            raise spreadsheets.Broken("missing_columns", {"columns": lacking})
        held.columns = header
        held.rows_read = keep_rows(held, rows, places)
        held.state = State.CHECKED
    except spreadsheets.Broken as broken:
        held.rows.all().delete()
        held.state, held.problem = State.BROKEN, {"code": broken.code, "details": broken.details}
    held.save(update_fields=["columns", "rows_read", "state", "problem"])
    return held


def keep_rows(held, rows, places):
    """Check the rows in batches and keep each; returns how many there were."""
    book, today = place_book(), timezone.localdate()
    known = queries.Known(held.cohort)
    audience = queries.usual_audience(held.cohort)
    batch, count = [], 0
    for number, cells in rows:
        raw = {name: cells[at] if at < len(cells) else "" for name, at in places.items()}
        row = checking.check(raw, book, today, audience)
        state = known.judge(row)
        batch.append(
            ImportRow(
                cohort_import=held, number=number, raw=sealed(raw), cleaned=sealed(row.cleaned),
                problems=row.problems, state=state,
            )
        )  # fmt: skip
        count += 1
        if len(batch) == CHUNK:
            ImportRow.objects.bulk_create(batch)
            batch = []
    ImportRow.objects.bulk_create(batch)
    if not count:
        raise spreadsheets.Broken("no_rows")
    return count


def sealed(values):
    """The values with the citizenship number encrypted: it is never kept in the clear."""
    number = values.get("identity_number")
    return {**values, "identity_number": sealing.encrypt(number, settings.IDENTITY_KEY).decode()} if number else values


def unsealed(values):
    """The citizenship number again, or an empty text."""
    number = values.get("identity_number")
    return sealing.decrypt(number.encode(), settings.IDENTITY_KEY) if number else ""


@transaction.atomic
def settle(*, row, enrol, by):
    """The coordinator looked at a row to confirm: enrol the person, or leave the row out."""
    held = ImportRow.objects.select_for_update().get(pk=row.pk)
    if held.state not in {RowState.TO_CONFIRM, RowState.LEFT_OUT} or held.cohort_import.state == State.DONE:
        raise ValidationError(_("This row cannot be changed any more."))
    held.state = RowState.READY if enrol else RowState.LEFT_OUT
    held.save(update_fields=["state"])
    audit.record("import_row:settled", subject=held.cohort_import, by=by, reason=held.state)
    return held


@transaction.atomic
def begin(*, cohort_import, by):
    """Enrol the rows that are ready, from now on in chunks; also goes on after a stop. Asking twice does no harm."""
    held = locked(cohort_import.pk)
    if held.state in {State.CHECKED, State.STOPPED}:
        held.state = State.ENROLLING
        held.save(update_fields=["state"])
        outbox.post("literacy.enrol_chunk", key=str(held.pk), cohort_import=held.pk)
        audit.record("import:begun", subject=held, by=by)
    return held


@transaction.atomic
def stop(*, cohort_import, by):
    """No further chunk is begun."""
    held = locked(cohort_import.pk)
    if held.state == State.ENROLLING:
        held.state = State.STOPPED
        held.save(update_fields=["state"])
        audit.record("import:stopped", subject=held, by=by)
    return held


@transaction.atomic
def enrol_chunk(*, cohort_import):
    """Enrol the next rows, all of them or none, and promise the next chunk. A second worker waits, then goes on."""
    held = locked(cohort_import)
    if held.state != State.ENROLLING:
        return held
    rows = list(held.rows.filter(state=RowState.READY).order_by("number")[:CHUNK])
    if rows:
        enrol_rows(held, rows)
        held.rows_enrolled = F("rows_enrolled") + len(rows)
    if len(rows) < CHUNK:
        held.state, held.finished_at = State.DONE, timezone.now()
    else:
        # without a key: the message that is being carried still waits under it
        outbox.post("literacy.enrol_chunk", cohort_import=held.pk)
    held.save(update_fields=["rows_enrolled", "state", "finished_at"])
    held.refresh_from_db()
    return held


def enrol_rows(held, rows):
    """Make the people who are new, enrol all, and note whom each row enrolled."""
    matched = User.objects.in_bulk([row.cleaned["person"] for row in rows if row.cleaned.get("person")])
    new = [row for row in rows if row.cleaned.get("person") not in matched]
    people = register_many(
        people=[person_of(row.cleaned, held) for row in new],
        numbers=[unsealed(row.cleaned) for row in new],
        by=held.uploaded_by,
    )
    citizens = {row.pk: person for row, person in zip(new, people, strict=True)}
    entries = [
        (
            citizens.get(row.pk) or matched[row.cleaned["person"]],
            row.cleaned["consent"],
            row.cleaned.get("roll_number"),
        )
        for row in rows
    ]
    enrolments = enrol_many(cohort=held.cohort, entries=entries, notice=held.consent_notice, by=held.uploaded_by)
    for row, enrolment in zip(rows, enrolments, strict=True):
        row.enrolment, row.state = enrolment, RowState.ENROLLED
    ImportRow.objects.bulk_update(rows, ["enrolment", "state"], batch_size=CHUNK)


def person_of(cleaned, held):
    """A person as the row says, not saved yet."""
    return User(
        username="",
        full_name=cleaned["full_name"],
        full_name_dz=cleaned.get("full_name_dz", ""),
        date_of_birth=date.fromisoformat(cleaned["date_of_birth"]),
        gender=cleaned.get("gender", User.Gender.UNSAID),
        audience=cleaned.get("audience", User.Audience.PUBLIC),
        gewog_id=cleaned.get("gewog"),
        phone=cleaned.get("phone") or None,
        is_demonstration=held.cohort.is_demonstration,
    )


def locked(pk):
    """The import under a lock."""
    return CohortImport.objects.select_for_update(of=("self",)).select_related("cohort", "uploaded_by").get(pk=pk)
