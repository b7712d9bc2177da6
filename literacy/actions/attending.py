"""Who came to a session: entered in the room, or later; by one person, or by two at the same moment."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from literacy.actions.teaching import refuse_strangers, window
from literacy.models import Attendance, ClassSession
from literacy.queries import teaching as queries

State = ClassSession.State


@transaction.atomic
def enter(*, session, marks, by):
    """Write down who came. Returns how many marks were new or other than before.

    `marks`: by enrolment, (what the page showed before, what was chosen); "" is nothing. Only what somebody chose
    otherwise than it was shown is written, so that a page which has stood open takes nothing back that another person
    entered meanwhile, and a page that is sent twice changes nothing. The session counts as held.
    Raises: PermissionDenied for who does not teach the class; ValidationError before the session and too long after it.
    """
    held = opened(session, by)
    chosen = {pk: state for pk, (shown, state) in marks.items() if state and state != shown}
    known = set(queries.enrolled_at(held).filter(pk__in=chosen).values_list("pk", flat=True))
    there = dict(held.attendance.filter(enrolment__in=known).values_list("enrolment_id", "state"))
    wanted = {pk: state for pk, state in chosen.items() if pk in known and there.get(pk) != state}
    return write(held, wanted, by, update_conflicts=True)


@transaction.atomic
def everybody_came(*, session, by):
    """Enter everybody as here of whom nothing is written yet; what is written stays. Returns how many those were.

    Raises: as `enter`.
    """
    held = opened(session, by)
    blank = queries.enrolled_at(held).exclude(attendance__session=held).values_list("pk", flat=True)
    return write(held, dict.fromkeys(blank, Attendance.State.PRESENT), by, ignore_conflicts=True)


def write(session, wanted, by, **conflicts):
    """The marks, each with who entered it and when; the session is held."""
    now = timezone.now()
    if conflicts.get("update_conflicts"):
        conflicts |= {
            "unique_fields": ["session", "enrolment"],
            "update_fields": ["state", "entered_at", "entered_by"],
        }
    Attendance.objects.bulk_create(
        [
            Attendance(session=session, enrolment_id=pk, state=state, entered_at=now, entered_by=by)
            for pk, state in sorted(wanted.items())
        ],
        batch_size=1_000,
        **conflicts,
    )
    if wanted:
        if session.state == State.PLANNED:
            session.state = State.HELD
            session.save(update_fields=["state"])
        audit.record("session:attendance_entered", subject=session, by=by, reason=str(len(wanted)))
    return len(wanted)


def opened(session, by):
    """The session, locked for entering, so that two who enter at once come one after the other.

    Raises: as `enter`.
    """
    refuse_strangers(session.cohort, by)
    held = ClassSession.objects.select_for_update(of=["self"]).select_related("cohort__organisation").get(pk=session.pk)
    refusal = why_not(held, by)
    if refusal:
        raise ValidationError(refusal)
    return held


def why_not(session, by, *, at=None):
    """Why the person cannot enter attendance now, in words; None where they can."""
    at = at or timezone.now()
    if session.state == State.CANCELLED:
        return _("This session was cancelled.")
    if not session.has_begun(at):
        return _("This session has not begun yet. Enter who came once it has.")
    if session.ends_at < at - window(session.cohort, by):
        return _("This session is too long ago. Ask the coordinator of the class to enter who came.")
    return None
