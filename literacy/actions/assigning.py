"""Asking people of an organisation for a course, to be examined, or to come to a given sitting, by a day.

They are told, and reminded.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, notices, outbox
from intelligent_bhutan.people.models import Organisation, User
from intelligent_bhutan.people.rules import is_coordinator_of
from literacy.models import Asked, Assignment, Sitting
from literacy.notices import teaching as said
from literacy.queries import assigning as queries

Whom = Assignment.Whom
REMIND_BEFORE = timedelta(days=3)
LONGEST = timedelta(days=2 * 366)
TOLD_AT_ONCE = 500
KINDS = {"asked": said.ASKED, "soon": said.DUE_SOON, "moved": said.DUE_MOVED, "withdrawn": said.ASKED_NO_MORE}


@transaction.atomic
def assign(*, organisation, whom, due_on=None, course=None, sitting=None, cohort=None, by):
    """Ask everybody in the organisation, or one of its classes, for the course, or to come to the sitting.

    Where it is neither, they are asked to be examined. The day of a sitting is its own.

    Whoever is asked for the same already is not asked twice. Asking again for the same by the same day asks those who
    have come since. Chosen people are added by `ask`. Returns the assignment; people hear of it by the outbox.
    Raises: PermissionDenied for who does not coordinate the organisation; ValidationError for what makes no sense.
    """
    refuse_others(organisation, by)
    if sitting is not None:
        refuse_past(sitting)
        due_on = timezone.localdate(sitting.starts_at)
    refuse_senseless(organisation, course, cohort, due_on)
    locked(organisation.pk)
    asks = {"organisation": organisation, "course": course, "sitting": sitting, "whom": whom, "cohort": cohort}
    asks["due_on"] = due_on
    assignment = Assignment.objects.in_force().select_for_update().filter(**asks).first()
    if assignment is None:
        assignment = Assignment.objects.create(**asks, made_by=by)
        audit.record("assignment:made", subject=assignment, by=by)
    if whom != Whom.CHOSEN:
        people = queries.people_of(organisation)
        if whom == Whom.CLASS:
            people = people.filter(enrolments__cohort=cohort, enrolments__left_at=None)
        add(assignment, people)
        if not assignment.asked.exists():
            raise ValidationError(_("Nobody is left to ask: there are no people, or all were asked for this already."))
    return assignment


@transaction.atomic
def ask(*, assignment, people, by):
    """Ask these people too. Who does not belong to the organisation is passed over in silence, so that nobody finds out
    by asking who exists. Returns how many are new.

    Raises: PermissionDenied; ValidationError once it was withdrawn, or its day is over.
    """
    held = held_by(assignment, by)
    if held.due_on < timezone.localdate():
        raise ValidationError(_("The day by which this was asked is over. Choose another day first."))
    new = add(held, queries.people_of(held.organisation).filter(pk__in=[one.pk for one in people]))
    if new:
        audit.record("assignment:widened", subject=held, by=by, reason=str(new))
    return new


def add(assignment, people):
    """Ask those of the people who are not asked for the same already; returns how many. They alone are told."""
    last = assignment.asked.aggregate(last=Max("pk"))["last"] or 0
    same = queries.what_is_asked(assignment)
    asked = Asked.objects.filter(**same, is_open=True)
    new = [
        Asked(assignment=assignment, person_id=pk, **same)
        for pk in people.exclude(pk__in=asked.values("person")).order_by("pk").values_list("pk", flat=True)
    ]
    Asked.objects.bulk_create(new, batch_size=1_000, ignore_conflicts=True)
    if new:
        post_notice(assignment, "asked", after=last)
    return len(new)


def refuse_others(organisation, by):
    """Raises PermissionDenied for who does not coordinate the organisation."""
    if not is_coordinator_of(by, organisation):
        raise PermissionDenied


def refuse_senseless(organisation, course, cohort, due_on):
    """Raises ValidationError, at the field that it is about."""
    refuse_day(due_on)
    if course is not None and not course.versions.filter(state="published").exists():
        raise ValidationError({"what": _("This course cannot be begun yet. Choose another one.")})
    if cohort is not None and not Organisation.objects.within([organisation.pk]).filter(cohorts=cohort.pk).exists():
        raise ValidationError({"cohort": _("This class belongs to another organisation.")})


def refuse_past(sitting):
    """Raises ValidationError for a sitting that nobody can come to any more."""
    if not Sitting.objects.ahead().filter(pk=sitting.pk).exists():
        raise ValidationError(_("This sitting is not to come any more. Choose another one."))


def refuse_day(due_on):
    """Raises ValidationError for a day that is over, or too far away."""
    today = timezone.localdate()
    if not today <= due_on <= today + LONGEST:
        raise ValidationError({"due_on": _("Choose a day from today on, within two years.")})


def locked(organisation):
    """The organisation's row, so that two who ask in its name come one after the other; always locked first."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation)


def held_by(assignment, by):
    """The assignment, locked after its organisation. Raises: PermissionDenied; ValidationError once withdrawn."""
    locked(assignment.organisation_id)
    held = Assignment.objects.select_for_update(of=["self"]).select_related("organisation").get(pk=assignment.pk)
    refuse_others(held.organisation, by)
    if held.withdrawn_at:
        raise ValidationError(_("This was withdrawn. Ask anew."))
    return held


@transaction.atomic
def change_due(*, assignment, due_on, by):
    """Another day; who has not done it yet is told. The same day changes nothing.

    Raises: PermissionDenied; ValidationError for a day that is over, one by which the same is asked already, and where
    a sitting is asked for.
    """
    held = held_by(assignment, by)
    if held.due_on == due_on:
        return held
    if held.sitting_id:
        raise ValidationError({"due_on": _("The day is that of the sitting.")})
    refuse_day(due_on)
    same = queries.what_is_asked(held) | {"whom": held.whom, "cohort": held.cohort}
    if Assignment.objects.in_force().filter(**same, due_on=due_on).exists():
        raise ValidationError({"due_on": _("The same is asked by this day already. Withdraw one of the two.")})
    return put_off(held, due_on, by)


def put_off(held, due_on, by):
    """Another day for an assignment that is locked; who has not done it yet is told."""
    held.due_on = due_on
    held.save(update_fields=["due_on"])
    audit.record("assignment:due_changed", subject=held, by=by, reason=due_on.isoformat())
    post_notice(held, "moved")
    return held


@transaction.atomic
def withdraw(*, assignment, by):
    """Nobody is asked any more; who has not done it is told. What people did stays. Withdrawn already, it stays so.

    Raises: PermissionDenied.
    """
    try:
        held = held_by(assignment, by)
    except ValidationError:
        return Assignment.objects.get(pk=assignment.pk)
    return end(held, by)


def end(held, by):
    """Withdraw an assignment that is locked; who has not done it is told."""
    held.withdrawn_at, held.withdrawn_by = timezone.now(), by
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    held.asked.update(is_open=False)
    audit.record("assignment:withdrawn", subject=held, by=by)
    post_notice(held, "withdrawn")
    return held


@transaction.atomic
def follow_sitting(*, sitting, by):
    """A sitting has another day, or does not take place: what organisations ask follows. Both are primary keys.

    May run twice: it looks at how the sitting stands now.
    """
    held, officer = Sitting.objects.get(pk=sitting), User.objects.get(pk=by)
    day = timezone.localdate(held.starts_at)
    for found in Assignment.objects.in_force().filter(sitting=held).order_by("organisation", "pk"):
        locked(found.organisation_id)
        assignment = Assignment.objects.select_for_update(of=["self"]).select_related("organisation").get(pk=found.pk)
        if held.state == Sitting.State.CANCELLED and not assignment.withdrawn_at:
            end(assignment, officer)
        elif held.state == Sitting.State.PLANNED and assignment.due_on != day and not assignment.withdrawn_at:
            put_off(assignment, day, officer)


def post_notice(assignment, what, after=0):
    """Promise that the people are told, five hundred at a time."""
    facts = {"assignment": assignment.pk, "what": what, "due_on": assignment.due_on.isoformat(), "after": after}
    outbox.post("literacy.tell_asked", key=":".join(map(str, facts.values())), **facts)


@transaction.atomic
def tell_asked(*, assignment, what, due_on, after):
    """Tell the next five hundred who have not done it yet; may run twice, since each is told once of each thing.

    What was overtaken by a withdrawal or another day is left unsaid. No audit line: what is told of has its own.
    """
    held = Assignment.objects.select_related("organisation", "sitting__centre").get(pk=assignment)
    if (held.withdrawn_at is not None) != (what == "withdrawn") or held.due_on.isoformat() != due_on:
        return
    version = held.course and held.course.versions.filter(state="published").first()
    facts = {
        "organisation": said.both(held.organisation, "name"),
        "what": said.what_of(held, version),
        "due_on": held.due_on,
    }
    found = queries.asked_people(held).prefetch_related(None).order_by("pk")
    people = list(found.filter(pk__gt=after)[:TOLD_AT_ONCE])
    for one in people:
        if not one.done:
            notices.tell(person=one.person, kind=KINDS[what], once=once(held, what), **facts)
    if len(people) == TOLD_AT_ONCE:
        post_notice(held, what, after=people[-1].pk)


def once(assignment, what):
    """The key under which a person hears of something once: what depends on the day, once for each day."""
    return (
        str(assignment.public_id) if what in ("asked", "withdrawn") else f"{assignment.public_id}:{assignment.due_on}"
    )


def remind(*, at=None):
    """Promise a reminder for all that is due in three days or less and was asked before yesterday.

    A day on which this did not run is made up for on the next; nobody is reminded twice of one day.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    due = Assignment.objects.in_force().filter(due_on__range=(today, today + REMIND_BEFORE))
    for assignment in due.filter(made_at__lt=at - timedelta(days=1)):
        post_notice(assignment, "soon")
