"""A sitting from its planning to its signature: who may do what at which moment."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan import audit, outbox
from intelligent_bhutan.certificates import actions as certificates
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.people.actions import identity
from intelligent_bhutan.people.models import User
from intelligent_bhutan.people.rules import is_invigilator, is_programme_officer
from intelligent_bhutan.refusals import refuse
from intelligent_bhutan.templatetags.dzongkha import digits, moment
from literacy.actions import assessing, proficiency, seating, standing, telling
from literacy.actions.seating import locked
from literacy.models import Attempt, Candidate, Centre, DomainPass, Incident, Proficiency, Sitting, Standing
from literacy.models.standing import Metric
from literacy.notices import examining as kinds
from literacy.queries import assessing as assessing_queries
from literacy.queries import sittings as queries

State = Sitting.State
Came = Candidate.State
EARLIEST = timedelta(hours=2)  # before its start that a sitting may be opened, to check people at the door


@transaction.atomic
def plan(*, centre, standard, domains, starts_at, ends_at, seats=None, is_public=False, by):
    """A sitting at a centre, without invigilator and candidates yet; for as many as can be examined there at once, or
    fewer.

    Raises: ValidationError for impossible times, or more seats than the centre has places free then.
    """
    refuse(not is_programme_officer(by), _("Only a programme officer plans sittings."))
    refuse_impossible_times(starts_at, ends_at)
    sitting = Sitting(
        centre=centre,
        standard=standard,
        starts_at=starts_at,
        ends_at=ends_at,
        seats=centre.at_once if seats is None else seats,
        is_public=is_public,
        is_demonstration=centre.is_demonstration,
    )
    refuse_crowding(sitting)
    sitting.save()
    sitting.domains.set(domains)
    audit.record("sitting:planned", subject=sitting, by=by)
    return sitting


def refuse_impossible_times(starts_at, ends_at):
    """Raise ValidationError for a day that is over, or an end before the beginning."""
    if timezone.localdate(starts_at) < timezone.localdate():
        raise ValidationError({"day": _("This day is over. Choose today or a later day.")})
    refuse(ends_at <= starts_at, _("The sitting must end after it begins."))


def refuse_crowding(sitting):
    """Raise ValidationError where the sittings of that time together need more than the seats and devices of their
    centre, or where it closed meanwhile."""
    centre = Centre.objects.select_for_update(no_key=True).get(pk=sitting.centre_id)  # two officers at once
    refuse(centre.closed_since is not None, _("This centre is closed. Choose another one."))
    others = centre.sittings.during(sitting.starts_at, sitting.ends_at).exclude(pk=sitting.pk)
    left = max(0, centre.at_once - (others.aggregate(taken=Sum("seats"))["taken"] or 0))
    words = _(
        "Places free at this centre on %(start)s: %(left)s. A place needs a seat and a device. Choose another time or"
        " fewer seats."
    )
    refuse(sitting.seats > left, words % {"left": digits(left), "start": moment(sitting.starts_at)})
    refuse(sitting.seats < 1, _("A sitting needs at least one seat."))


@transaction.atomic
def assign(*, sitting, invigilator, by):
    """Give the sitting its invigilator, who must come from elsewhere than everyone examined and whoever taught them.

    They are told, and so is whoever had it before. Raises: ValidationError with the reason otherwise, and for an
    invigilator who has another sitting at that time.
    """
    sitting = locked(sitting, State.PLANNED)
    seating.keep_still([invigilator.pk])
    refuse(not is_programme_officer(by), _("Only a programme officer assigns invigilators."))
    refuse(not is_invigilator(invigilator), _("This person is no invigilator."))
    refuse(invigilator.pk == by.pk, _("Nobody assigns themselves. Ask another programme officer."))
    refuse(queries.too_close([invigilator.pk], sitting.candidates.registered().values("citizen")), TOO_CLOSE)
    before, sitting.invigilator, sitting.assigned_by = sitting.invigilator, invigilator, by
    with seating.said_where_it_clashes():
        sitting.save(update_fields=["invigilator", "assigned_by"])
    if before != invigilator:
        telling.of_work(invigilator, kinds.SITTING_ASSIGNED, sitting)
        if before:
            telling.of_work(before, kinds.SITTING_TAKEN_AWAY, sitting)
    audit.record("sitting:assigned", subject=sitting, by=by)
    return sitting


@transaction.atomic
def register(*, sitting, citizens, by):
    """Put people on the register, each on the next free seat; who is on it already stays where they are.

    They are told. Raises: ValidationError when the invigilator knows one of them by office, when the seats do not
    suffice, or when somebody sits elsewhere at that time.
    """
    sitting = locked(sitting, State.PLANNED)
    refuse(not is_programme_officer(by), _("Only a programme officer puts people on a register."))
    known = set(sitting.candidates.registered().values_list("citizen", flat=True))
    new = [citizen for citizen in citizens if citizen.pk not in known]
    if sitting.invigilator_id:
        refuse(queries.too_close([sitting.invigilator_id], [citizen.pk for citizen in new]), TOO_CLOSE)
    made = seating.take(sitting, new, source=Candidate.Source.OFFICER, by=by)
    telling.of_places(made, kinds.SEAT_BOOKED_FOR_YOU)
    audit.record("sitting:registered", subject=sitting, by=by)
    return made


TOO_CLOSE = gettext_lazy(
    "The invigilator must come from another organisation than the candidates, their coordinator and trainer."
)


@transaction.atomic
def open_sitting(*, sitting, by):
    """The invigilator lets the examination begin; the register is checked again at this moment.

    Raises: ValidationError earlier than two hours before the start, and when the invigilator stands too close.
    """
    sitting = locked(sitting, State.PLANNED, by=by)
    earliest = sitting.starts_at - EARLIEST
    too_early = _("This sitting begins on %(start)s. It can be opened from %(earliest)s on.")
    times = {"start": moment(sitting.starts_at), "earliest": moment(earliest)}
    refuse(timezone.now() < earliest, too_early % times)
    refuse(queries.too_close([by.pk], sitting.candidates.registered().values("citizen")), TOO_CLOSE)
    sitting.state, sitting.opened_at = State.OPEN, timezone.now()
    sitting.save(update_fields=["state", "opened_at"])
    audit.record("sitting:opened", subject=sitting, by=by)
    return sitting


@transaction.atomic
def admit(*, candidate, evidence, number="", witnesses=("", ""), extra_minutes=0, by):
    """The invigilator has seen who the person is: by their identity card, or through two named witnesses.

    `number` is what the card says: it becomes the person's checked number, unless one was checked before. Extra minutes
    are for whoever needs more time. Raises: ValidationError where the evidence is not whole or somebody else's.
    """
    candidate = at_the_door(candidate, by)
    names = [" ".join(name.split()) for name in witnesses]
    if evidence == Candidate.Evidence.WITNESSES:
        refuse(not all(names), _("Write the names of both witnesses."))
        refuse(names[0].casefold() == names[1].casefold(), _("The two witnesses must be two people."))
    else:
        names = ["", ""]
        if number or not queries.has_checked_number(candidate.citizen):
            identity.see_card(person=candidate.citizen, number=number, by=by)
    candidate.evidence, (candidate.first_witness, candidate.second_witness) = evidence, names
    candidate.extra_minutes = extra_minutes
    return note(candidate, Came.ADMITTED, "candidate:admitted", by)


@transaction.atomic
def turn_away(*, candidate, reason, by):
    """The person is not admitted, and why."""
    candidate = at_the_door(candidate, by)
    refuse(not reason.strip(), _("Write why the person is not admitted."))
    candidate.reason = reason.strip()
    return note(candidate, Came.REFUSED, "candidate:refused", by)


@transaction.atomic
def mark_absent(*, candidate, by):
    """The person did not come."""
    return note(at_the_door(candidate, by), Came.ABSENT, "candidate:absent", by)


@transaction.atomic
def mark_rest_absent(*, sitting, by):
    """Whoever was not checked did not come; returns how many. Also once the sitting is closed, to be signed."""
    sitting = locked(sitting, State.OPEN, State.CLOSED, by=by)
    missing = sitting.candidates.filter(state=Came.REGISTERED)
    how_many = missing.update(state=Came.ABSENT, checked_at=timezone.now(), checked_by=by)
    if how_many:
        audit.record("sitting:rest_absent", subject=sitting, by=by)
    return how_many


def note(candidate, state, verb, by):
    """Keep how a candidate came in; whoever had lost their seat meanwhile gets another."""
    if state == Came.ADMITTED and not candidate.holds_seat:
        free = seating.free_seats(candidate.sitting)
        refuse(not free, _("Every seat is taken."))
        candidate.seat = candidate.seat if candidate.seat in free else free[0]
    candidate.state, candidate.checked_at, candidate.checked_by = state, timezone.now(), by
    with seating.said_where_it_clashes():
        candidate.save()
    audit.record(verb, subject=candidate, by=by)
    return candidate


def at_the_door(candidate, by):
    """The candidate, locked, in an open sitting of this invigilator, not begun yet."""
    sitting = locked(candidate.sitting, State.OPEN, by=by)
    held = Candidate.objects.select_for_update().get(pk=candidate.pk, sitting=sitting)
    refuse(held.state == Came.CANCELLED, _("This seat was given back."))
    refuse(held.attempts.exists(), _("This person has begun already."))
    return held


@transaction.atomic
def record_incident(*, sitting, text, minutes_lost=0, candidate=None, by):
    """Write down what happened; minutes lost are given back to the candidate, or to all."""
    sitting = locked(sitting, State.OPEN, by=by)
    refuse(not text.strip(), _("Write what happened."))
    incident = Incident.objects.create(
        sitting=sitting, candidate=candidate, text=text.strip(), minutes_lost=minutes_lost, recorded_by=by
    )
    audit.record("incident:recorded", subject=incident, by=by)
    return incident


@transaction.atomic
def close(*, sitting, by):
    """Nobody writes any more. Papers that still have time rest until the sitting is resumed, or signed and handed in.

    It can be done at any moment, also while people are being checked: the power fails when it likes.
    """
    sitting = locked(sitting, State.OPEN, by=by)
    sitting.state, sitting.closed_at = State.CLOSED, timezone.now()
    for attempt in going_on(sitting):
        if assessing_queries.deadline_of(attempt) <= sitting.closed_at:
            assessing.submit(attempt=attempt, by=by)
    sitting.save(update_fields=["state", "closed_at"])
    audit.record("sitting:closed", subject=sitting, by=by)
    return sitting


def hand_in_what_is_open(sitting, by):
    """Submit every attempt of the sitting that is still going on."""
    for attempt in going_on(sitting):
        assessing.submit(attempt=attempt, by=by)


def going_on(sitting):
    """The sitting's papers that were not handed in yet."""
    papers = Attempt.objects.filter(candidate__sitting=sitting, submitted_at=None)
    return papers.select_related("candidate__sitting").order_by("pk")


@transaction.atomic
def resume(*, sitting, by):
    """A disturbed sitting goes on: whoever had time left, or has not begun, writes again.

    The minutes since it was closed are noted as an incident, which gives them back to everyone.
    """
    sitting = locked(sitting, State.CLOSED, by=by)
    minutes = min(-(-(timezone.now() - sitting.closed_at) // timedelta(minutes=1)), A_MONTH)
    sitting.state, sitting.closed_at = State.OPEN, None
    sitting.save(update_fields=["state", "closed_at"])
    words = _("The sitting was interrupted, and resumed.")
    Incident.objects.create(sitting=sitting, text=words, minutes_lost=minutes, recorded_by=by)
    for attempt in going_on(sitting):
        outbox.post("literacy.submit_overdue", delay=assessing.GRACE, attempt=attempt.pk)
    audit.record("sitting:resumed", subject=sitting, by=by)
    return sitting


A_MONTH = 30_000  # minutes, the most that an incident can carry


@transaction.atomic
def sign(*, sitting, by):
    """The invigilator signs the protocol: passes are confirmed, and whoever has the last one becomes proficient.

    Papers that rested since the sitting was closed are handed in first. Everyone is told how it went.
    Raises: ValidationError while somebody is unchecked, or when the counts do not add up, so that nothing wrong can
    be signed.
    """
    sitting = locked(sitting, State.CLOSED, by=by)
    refuse(
        sitting.candidates.filter(state=Came.REGISTERED).exists(),
        _("Some people are not checked yet. Resume the sitting, and admit them or say that they did not come."),
    )
    hand_in_what_is_open(sitting, by)
    protocol = queries.protocol(sitting)
    refuse(not protocol.adds_up, _("The counts do not add up. Look at the register again."))
    sitting.state, sitting.signed_at, sitting.signed_by = State.SIGNED, timezone.now(), by
    sitting.protocol = protocol.counts
    sitting.save(update_fields=["state", "signed_at", "signed_by", "protocol"])
    passes = DomainPass.objects.filter(attempt__candidate__sitting=sitting, voided_at=None, confirmed_at=None)
    passed = list(passes.select_related("citizen", "standard").order_by("citizen_id"))
    passes.update(confirmed_at=sitting.signed_at)
    audit.record("sitting:signed", subject=sitting, by=by)
    proficiency.compare_alone([one.citizen_id for one in passed])  # before anyone is locked
    proficient = set()
    for citizen, standard in {one.citizen_id: (one.citizen, one.standard) for one in passed}.values():
        reached = proficiency.reach_if_complete(citizen=citizen, standard=standard, by=by)
        if reached and reached.award_id:
            proficient.add(citizen.pk)
    telling.of_results(sitting, proficient)
    return sitting


@transaction.atomic
def void(*, sitting, reason, by):
    """Declare the sitting void: its passes, and every certificate and count that rests on them, are taken back.

    Papers still going on are handed in first, so that no pass of a void sitting comes into being afterwards. Everyone
    who was let in, or waited for it, is told.
    """
    sitting = Sitting.objects.select_for_update(of=("self",)).select_related("centre").get(pk=sitting.pk)
    refuse(not is_programme_officer(by), _("Only a programme officer declares a sitting void."))
    refuse(sitting.state == State.VOIDED, _("This sitting is void already."))
    refuse(sitting.state == State.CANCELLED, _("This sitting was cancelled."))
    refuse(not reason.strip(), _("Write why the sitting is void."))
    hand_in_what_is_open(sitting, by)
    now = timezone.now()
    falling = DomainPass.objects.filter(attempt__candidate__sitting=sitting, voided_at=None)
    sat = Attempt.objects.filter(candidate__sitting=sitting).values("citizen")
    seating.keep_still(sat)
    rests = Proficiency.objects.filter(
        Exists(falling.filter(citizen=OuterRef("citizen"), standard=OuterRef("standard"))), revoked_at=None
    )
    for held in list(rests.select_for_update(of=("self",)).order_by("citizen_id")):
        if held.award:
            award = certificates.revoke(award=held.award, reason=Award.Reason.SITTING_VOIDED, by=by)
            take_back(held, sitting, award)
        else:
            Proficiency.objects.filter(pk=held.pk).update(revoked_at=now, held_for_review=False)
    falling.update(voided_at=now)
    sitting.state, sitting.voided_at, sitting.void_reason = State.VOIDED, now, reason.strip()
    sitting.save(update_fields=["state", "voided_at", "void_reason"])
    uncount_examined(sat)
    telling.of_places(telling.people_of(sitting, Came.REGISTERED, Came.ADMITTED), kinds.SITTING_VOIDED)
    audit.record("sitting:voided", subject=sitting, by=by)
    return sitting


def take_back(held, sitting, award):
    """Withdraw a proficiency, but keep the passes that other sittings gave: only the void one's fall.

    A certificate that was revoked before for another reason takes them all with it.
    """
    if award.revoked_reason != Award.Reason.SITTING_VOIDED:
        return proficiency.withdraw(award=award.pk)
    others = DomainPass.objects.filter(citizen=held.citizen, standard=held.standard, voided_at=None)
    kept = list(others.exclude(attempt__candidate__sitting=sitting).values_list("pk", flat=True))
    proficiency.withdraw(award=award.pk)
    DomainPass.objects.filter(pk__in=kept).update(voided_at=None)
    return held


def uncount_examined(citizens):
    """Whoever of them handed in papers of void sittings alone does not count as examined.

    Their standings are locked first: a paper that is handed in elsewhere at this moment waits there, or is seen.
    """
    list(Standing.objects.select_for_update().filter(citizen__in=citizens).order_by("citizen_id").values_list("pk"))
    papers = Attempt.objects.filter(citizen=OuterRef("pk"), submitted_at__isnull=False)
    holds = papers.exclude(candidate__sitting__state=State.VOIDED)
    for citizen in User.objects.filter(~Exists(holds), pk__in=citizens).order_by("pk"):
        standing.withdraw(citizen=citizen, metric=Metric.ASSESSED)
