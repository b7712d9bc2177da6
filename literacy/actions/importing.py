"""A file of people: taken in, then enrolled in chunks on the coordinator's word, each all or nothing.

What happens in between, reading and checking, stands in `reading.py`.
"""

import hashlib
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan import audit, outbox, sealing
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.people.actions.registering import register_many
from intelligent_bhutan.people.models import Consent, User
from intelligent_bhutan.people.queries.consent import is_child
from literacy.actions import reading
from literacy.actions.enrolling import enrol_many
from literacy.models import Cohort, CohortImport, ImportRow
from literacy.queries import importing as queries

State = CohortImport.State
RowState = ImportRow.State
CHUNK = 1_000
MOST_BYTES = 25 * 1024 * 1024
TOO_LARGE = gettext_lazy("The file is empty, or larger than 25 MB. Send a smaller one.")


@transaction.atomic
def upload(*, cohort, content, file_name, notice, by):
    """Keep the file, sealed, and promise to read it; the same file sent again is the import that is there.

    Raises: ValidationError for an empty or too large file, and where there is no notice that people were given.
    """
    if notice is None:
        raise ValidationError(_("No consent notice is in force. Ask the programme office to publish one first."))
    if not content or len(content) > MOST_BYTES:
        raise ValidationError(TOO_LARGE)
    sha256 = hashlib.sha256(content).hexdigest()
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    if there := CohortImport.objects.filter(cohort=cohort, sha256=sha256).first():
        return there
    made = CohortImport(cohort=cohort, uploaded_by=by, consent_notice=notice, file_name=file_name[:200], sha256=sha256)
    made.file.save(
        f"{made.public_id}.bin", ContentFile(sealing.box(*ring("IDENTITY_KEY")).encrypt(content)), save=False
    )
    made.save()
    outbox.post("literacy.read_import", key=str(made.pk), cohort_import=made.pk)
    audit.record("import:uploaded", subject=made, by=by)
    return made


@transaction.atomic
def settle(*, row, enrol, by):
    """The coordinator looked at a row to confirm: enrol the person, or leave the row out."""
    held = ImportRow.objects.select_for_update().get(pk=row.pk)
    if held.state not in {RowState.TO_CONFIRM, RowState.LEFT_OUT}:
        raise ValidationError(_("This row cannot be changed any more."))
    held.state = RowState.READY if enrol else RowState.LEFT_OUT
    held.save(update_fields=["state"])
    audit.record("import_row:settled", subject=held.cohort_import, by=by, reason=held.state)
    return held


@transaction.atomic
def begin(*, cohort_import, by):
    """Enrol the rows that are ready, from now on in chunks.

    Also goes on after a stop, and takes up rows that were confirmed after all others were done. Asking twice does no
    harm.
    """
    held = reading.locked(cohort_import.pk)
    if not may_act(held):
        held.uploaded_by = by  # from here on it goes on their word
        held.save(update_fields=["uploaded_by"])
    late = held.state == State.DONE and held.rows.filter(state=RowState.READY).exists()
    if late or held.state in {State.CHECKED, State.STOPPED}:
        held.state = State.ENROLLING
        held.save(update_fields=["state"])
        outbox.post("literacy.enrol_chunk", key=str(held.pk), cohort_import=held.pk)
        audit.record("import:begun", subject=held, by=by)
    return held


@transaction.atomic
def stop(*, cohort_import, by):
    """No further chunk is begun."""
    held = reading.locked(cohort_import.pk)
    if held.state == State.ENROLLING:
        held.state = State.STOPPED
        held.save(update_fields=["state"])
        audit.record("import:stopped", subject=held, by=by)
    return held


@transaction.atomic
def enrol_chunk(*, cohort_import):
    """Enrol the next rows, all of them or none, and promise the next chunk. A second worker waits, then goes on.

    It stops where whoever it acts for may not change the class any more.
    """
    held = reading.locked(cohort_import)
    if held.state != State.ENROLLING:
        return held
    if not may_act(held):
        held.state = State.STOPPED
        held.save(update_fields=["state"])
        audit.record("import:stopped", subject=held, by=None, reason="role ended")
        return held
    rows = list(held.rows.filter(state=RowState.READY).order_by("number")[:CHUNK])
    if rows:
        held.rows_enrolled += enrol_rows(held, rows)
    if len(rows) < CHUNK:
        held.state, held.finished_at = State.DONE, timezone.now()
    else:
        # without a key: the message that is being carried still waits under it
        outbox.post("literacy.enrol_chunk", cohort_import=held.pk)
    held.save(update_fields=["rows_enrolled", "state", "finished_at"])
    return held


def may_act(held):
    """Whether the person on whose word people are enrolled still manages the class."""
    return Cohort.objects.managed_by(held.uploaded_by).filter(pk=held.cohort_id).exists()


def enrol_rows(held, rows):
    """Look at the rows once more, then enrol those that are still ready; returns how many. New people are made."""
    Cohort.objects.select_for_update().get(pk=held.cohort_id)
    known = queries.Known(held.cohort, [row.cleaned["marks"] for row in rows])
    for row in rows:
        row.state = known.judge_again(row)
    citizens = people_of(held, [row for row in rows if row.state == RowState.READY])
    for row in rows:
        if row.pk in citizens and agrees_alone_as_a_child(row, citizens[row.pk]):
            row.state = RowState.TO_FIX
            row.problems = [*row.problems, {"column": "consent", "code": "child_cannot_consent", "details": {}}]
    ready = [row for row in rows if row.state == RowState.READY]
    entries = [(citizens[row.pk], row.cleaned["consent"], row.cleaned["roll_number"]) for row in ready]
    enrolments = enrol_many(cohort=held.cohort, entries=entries, notice=held.consent_notice, by=held.uploaded_by)
    for row, enrolment in zip(ready, enrolments, strict=True):
        row.enrolment, row.state = enrolment, RowState.ENROLLED
    reading.rewrite(rows)
    return len(ready)


def agrees_alone_as_a_child(row, citizen):
    """Whether the file says otherwise, but the person is known as a child who cannot agree alone."""
    return row.cleaned["consent"] == Consent.Basis.SELF and is_child(citizen)


def people_of(held, rows):
    """Whom each row means, by the row's id: those who are known by a checked number, and the others made anew."""
    known = User.objects.in_bulk([row.cleaned["person"] for row in rows if row.cleaned.get("person")])
    new = [row for row in rows if row.cleaned.get("person") not in known]
    people = register_many(
        people=[person_of(row.cleaned, held) for row in new],
        numbers=[reading.unsealed(row.cleaned) for row in new],
        by=held.uploaded_by,
    )
    made = {row.pk: person for row, person in zip(new, people, strict=True)}
    return {row.pk: made.get(row.pk) or known[row.cleaned["person"]] for row in rows}


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
