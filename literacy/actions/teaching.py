"""Sessions of a class: planned, changed, cancelled, held. Whoever learns there is told of changes by the outbox."""

from datetime import timedelta
from operator import attrgetter
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, notices, outbox
from intelligent_bhutan.people.models import User
from intelligent_bhutan.people.rules import is_coordinator_of, is_trainer_of
from intelligent_bhutan.templatetags.dzongkha import moment
from literacy.models import ClassSession, Cohort
from literacy.notices import teaching as said
from literacy.queries import teaching as queries
from literacy.rules import coordinates, teaches

State = ClassSession.State
MOST_WEEKS = 26
SHORTEST, LONGEST = 10, 8 * 60  # minutes
AHEAD = timedelta(days=366)
LATER = timedelta(days=7)  # after the session, for whoever teaches
LATEST = timedelta(days=60)  # for the coordinator
TOLD_AT_ONCE = 500
WEEK = timedelta(weeks=1)


@transaction.atomic
def give_trainer(*, cohort, trainer, by):
    """Who teaches the class from now on; None for nobody. Sessions that are planned keep theirs. A new one is told.

    Raises: PermissionDenied for who does not coordinate it; ValidationError for no trainer of the organisation.
    """
    if not coordinates(by, cohort):
        raise PermissionDenied
    if trainer is not None and not is_trainer_of(trainer, cohort.organisation):
        raise ValidationError(_("This person is no trainer of the organisation."))
    held = Cohort.objects.select_for_update(of=["self"]).select_related("organisation").get(pk=cohort.pk)
    if held.trainer_id == (trainer and trainer.pk):
        return held
    held.trainer = trainer
    held.save(update_fields=["trainer"])
    audit.record("cohort:trainer_given", subject=held, by=by)
    if trainer is not None and trainer.pk != by.pk:
        house = said.both(held.organisation, "name")
        notices.tell(person=trainer, kind=said.CLASS_GIVEN, cohort=held.name, organisation=house)
    return held


@transaction.atomic
def plan(*, cohort, starts_at, minutes, details, weeks=1, by):
    """Sessions of the class, one or one a week, all or none of them. Returns them in order.

    `details`: taught_by, spoken_language, place or centre, lessons, note. What stands already, with the same trainer at
    the same time, is returned as it is. Bhutan has one time all year, so a week later is the same hour. A trainer who
    did not plan it hears of it.
    Raises: PermissionDenied for who does not teach the class; ValidationError for what cannot be, such as two sessions
    of one trainer at a time.
    """
    refuse_strangers(cohort, by)
    details = details | {"taught_by": locked(details["taught_by"])}
    refuse_impossible(cohort, starts_at, minutes, details, by)
    if not 1 <= weeks <= MOST_WEEKS:
        raise ValidationError({"weeks": _("Plan 26 weeks at most.")})
    series, planned = uuid4(), []
    for week in range(weeks):
        start = starts_at + week * WEEK
        times = {"starts_at": start, "ends_at": start + timedelta(minutes=minutes)}
        there = (
            ClassSession.objects.on_the_plan().filter(cohort=cohort, taught_by=details["taught_by"], **times).first()
        )
        planned.append(there or new_session(cohort, series, times, details, by))
    if new := [one for one in planned if one.series == series]:
        audit.record("cohort:sessions_planned", subject=cohort, by=by, reason=str(weeks))
        tell_trainer(new[0].taught_by, said.SESSIONS_GIVEN, new, by)
    return planned


def new_session(cohort, series, times, details, by):
    """One session, made under the trainer's lock."""
    session = ClassSession(cohort=cohort, series=series, planned_by=by, **times)
    put(session, details)
    session.lessons.set(details["lessons"])
    return session


def put(session, details):
    """Save the session with these details. Raises: ValidationError where its trainer teaches then already."""
    for name in ("taught_by", "spoken_language", "place", "centre", "note"):
        setattr(session, name, details[name])
    refuse_overlap(session)
    session.save()


def locked(trainer):
    """The trainer's own row as it is now, so that two who plan for one trainer come one after the other."""
    return User.objects.select_for_update(no_key=True).get(pk=trainer.pk)


def refuse_strangers(cohort, by):
    """Raises PermissionDenied for whoever does not teach the class."""
    if not teaches(by, cohort):
        raise PermissionDenied


def refuse_impossible(cohort, starts_at, minutes, details, by):
    """Raises ValidationError, at the field that it is about, for a session that cannot be."""
    now, trainer = timezone.now(), details["taught_by"]
    if not SHORTEST <= minutes <= LONGEST:
        raise ValidationError({"minutes": _("A session takes from 10 minutes to 8 hours.")})
    if not now - window(cohort, by) <= starts_at <= now + AHEAD:
        raise ValidationError({"day": _("This day is too long ago, or more than a year ahead.")})
    if not is_trainer_of(trainer, cohort.organisation) and not is_coordinator_of(trainer, cohort.organisation):
        raise ValidationError({"taught_by": _("This person is no trainer of the organisation.")})
    if bool(details["place"]) == bool(details["centre"]):
        raise ValidationError({"place": _("Choose a centre or write a place: one of the two.")})
    if details["centre"] and details["centre"].closed_since:
        raise ValidationError({"centre": _("This centre is closed. Choose another one.")})
    if any(lesson.version.course_id != cohort.course_id for lesson in details["lessons"]):
        raise ValidationError({"lessons": _("Choose lessons of the course that the class learns.")})


def window(cohort, by):
    """How long after a session the person may still plan it and enter who came."""
    return LATEST if coordinates(by, cohort) else LATER


def refuse_overlap(session):
    """Raises ValidationError that names the session which the trainer has then already."""
    then = ClassSession.objects.on_the_plan().filter(
        taught_by=session.taught_by, starts_at__lt=session.ends_at, ends_at__gt=session.starts_at
    )
    there = then.exclude(pk=session.pk).select_related("cohort").first()
    if there:
        facts = {"trainer": session.taught_by.full_name, "class": there.cohort.name, "when": moment(there.starts_at)}
        raise ValidationError({"hour": _("%(trainer)s teaches %(class)s then: %(when)s. Choose another time.") % facts})


def tell_trainer(trainer, kind, sessions, by):
    """Whose sessions somebody else planned, moved or took away hears of it."""
    first = sessions[0]
    if trainer.pk != by.pk:
        facts = {"cohort": first.cohort.name, "starts_at": first.starts_at, "place": said.place_of(first)}
        notices.tell(person=trainer, kind=kind, sessions=len(sessions), **facts)


@transaction.atomic
def change(*, session, starts_at, minutes, details, by):
    """Another time, place, trainer or content. Learners and whoever teaches hear of another time or place; of another
    trainer the new one hears, and the one before.

    Raises: PermissionDenied; ValidationError once it was held or cancelled, and as `plan` does.
    """
    refuse_strangers(session.cohort, by)
    details = details | {"taught_by": locked(details["taught_by"])}
    refuse_impossible(session.cohort, starts_at, minutes, details, by)
    held = ClassSession.objects.select_for_update(of=["self"]).select_related("cohort", "taught_by").get(pk=session.pk)
    refuse_unless_planned(held)
    before = (held.starts_at, held.ends_at, held.place, held.centre_id)
    is_given_away = held.taught_by != details["taught_by"]
    if is_given_away:
        tell_trainer(held.taught_by, said.SESSIONS_TAKEN_AWAY, [held], by)
    held.starts_at, held.ends_at = starts_at, starts_at + timedelta(minutes=minutes)
    after = (held.starts_at, held.ends_at, details["place"], details["centre"] and details["centre"].pk)
    held.revision += before != after
    put(held, details)
    held.lessons.set(details["lessons"])
    audit.record("session:changed", subject=held, by=by)
    is_moved = before != after and held.ends_at > timezone.now()
    if is_moved:
        post_notice(held.pk, "moved", held.revision)
    if is_given_away or is_moved:
        kind = said.SESSIONS_GIVEN if is_given_away else said.SESSION_MOVED_FOR_TRAINER
        tell_trainer(held.taught_by, kind, [held], by)
    return held


def refuse_unless_planned(session):
    """Raises ValidationError for a session that was held or cancelled."""
    if session.state != State.PLANNED:
        raise ValidationError(_("This session was held or cancelled. It stays as it is."))


@transaction.atomic
def cancel(*, session, reason, later=False, by):
    """The session does not take place; with `later`, neither do those after it in its weekly series. Returns them.

    Learners are told why, and whoever teaches that it is so. One that is cancelled already stays as it is.
    Raises: PermissionDenied; ValidationError without a reason, or once it was held.
    """
    refuse_strangers(session.cohort, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. The learners read it.")})
    found = ClassSession.objects.select_for_update(of=["self"]).select_related("cohort", "centre", "taught_by")
    these = list(found.filter(**{"series": session.series} if later else {"pk": session.pk}).order_by("pk"))
    this = next(one for one in these if one.pk == session.pk)
    if this.state == State.HELD:
        refuse_unless_planned(this)
    cancelled = [one for one in these if one.starts_at >= this.starts_at and one.state == State.PLANNED]
    for one in cancelled:
        one.state, one.cancel_reason = State.CANCELLED, reason
        one.save(update_fields=["state", "cancel_reason"])
        if one.ends_at > timezone.now():
            post_notice(one.pk, "cancelled", one.revision)
    tell_trainers_of_cancelled([one for one in cancelled if one.ends_at > timezone.now()], by)
    if cancelled:
        audit.record("session:cancelled", subject=session, by=by)  # why stands with the session: it may name somebody
    return cancelled


def tell_trainers_of_cancelled(sessions, by):
    """Each trainer hears once of all that they do not teach now."""
    for trainer in {one.taught_by for one in sessions}:
        theirs = [one for one in sessions if one.taught_by == trainer]
        tell_trainer(trainer, said.SESSIONS_TAKEN_AWAY, sorted(theirs, key=attrgetter("starts_at")), by)


def post_notice(session, what, revision, after=0):
    """Promise that the class is told of the session, by primary key; a class of thousands is told in pieces."""
    facts = {"session": session, "what": what, "revision": revision, "after": after}
    outbox.post("literacy.tell_class", key=":".join(map(str, facts.values())), **facts)


@transaction.atomic
def tell_class(*, session, what, revision, after):
    """Tell the next five hundred learners that a session was moved or cancelled; may run twice.

    What has been overtaken by a later change is left to the notice of that one. No audit line: the change has its own.
    """
    held = ClassSession.objects.select_related("cohort", "centre").get(pk=session)
    if held.revision != revision or (held.state == State.CANCELLED) != (what == "cancelled"):
        return
    learners = list(
        queries.enrolled_at(held)
        .filter(pk__gt=after, left_at=None)
        .select_related("citizen")
        .order_by("pk")[:TOLD_AT_ONCE]
    )
    for one in learners:
        tell_learner(one.citizen, held, what)
    if len(learners) == TOLD_AT_ONCE:
        post_notice(session, what, revision, after=learners[-1].pk)


def tell_learner(person, session, what):
    """One learner, once for each change."""
    facts = {"cohort": session.cohort.name, "starts_at": session.starts_at}
    if what == "moved":
        kind, facts = said.SESSION_MOVED, facts | {"place": said.place_of(session)}
    else:
        kind, facts = said.SESSION_CANCELLED, facts | {"reason": session.cancel_reason}
    notices.tell(person=person, kind=kind, once=f"{session.public_id}:{session.revision}", **facts)
