"""An attempt: opened on a fresh paper, answered one by one, handed in and scored by the server, once."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from random import SystemRandom

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, outbox
from intelligent_bhutan.people.models import User
from literacy import drawing, scoring
from literacy.actions import standing
from literacy.models import Answer, Attempt, Candidate, DomainPass, Item, Sitting, StandardDomain
from literacy.models.standing import Metric
from literacy.queries import assessing as queries

GRACE = timedelta(seconds=30)  # an answer that left the phone in time may arrive a little later


class Late(ValidationError):
    """The time was over, or the paper was handed in."""


class Interrupted(ValidationError):
    """The sitting is closed for now: the same answer may be sent again when it is resumed."""


@transaction.atomic
def open_attempt(*, candidate, domain, by):
    """Start the candidate's clock on a fresh paper in the domain; a second call returns the attempt that goes on.

    Draws the items, so two neighbours rarely see the same paper. An outbox message hands it in when its time is over.
    Raises: ValidationError when the person may not sit this domain now.
    """
    Sitting.objects.select_for_update().get(pk=candidate.sitting_id)  # before the candidate, as at the door
    own = Candidate.objects.select_for_update(of=("self",)).select_related("sitting", "citizen")
    candidate = own.get(pk=candidate.pk)
    # they may sit elsewhere at this moment
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=candidate.citizen_id)
    if going_on := candidate.attempts.filter(domain=domain).first():
        return going_on
    requirement = refuse_if_not_allowed(candidate, domain)
    now = timezone.now()
    attempt = Attempt.objects.create(
        citizen=candidate.citizen,
        candidate=candidate,
        domain=domain,
        standard_id=candidate.sitting.standard_id,
        paper=draw_paper(candidate.citizen, domain, requirement.blueprint),
        opened_at=now,
        deadline_at=now + timedelta(minutes=requirement.minutes),
    )
    outbox.post("literacy.submit_overdue", delay=timedelta(minutes=requirement.minutes) + 2 * GRACE, attempt=attempt.pk)
    audit.record("attempt:opened", subject=attempt, by=by)
    return attempt


def refuse_if_not_allowed(candidate, domain):
    """What the standard asks in the domain. Raises ValidationError with the reason why it cannot be sat now."""
    sitting, person = candidate.sitting, candidate.citizen
    if sitting.state != Sitting.State.OPEN or candidate.state != Candidate.State.ADMITTED:
        raise ValidationError(_("The invigilator has not let you in yet, or the sitting is over."))
    wanted = StandardDomain.objects.filter(standard=sitting.standard_id, domain=domain, domain__sittings=sitting)
    requirement = wanted.first()
    if requirement is None:
        raise ValidationError(_("This sitting does not examine that."))
    if Attempt.objects.filter(citizen=person, submitted_at=None).exists():
        raise ValidationError(_("Hand in what you have begun first."))
    state = queries.state_of(person, requirement, None, timezone.now())
    if state == "passed":
        raise ValidationError(_("You have passed this already."))
    if state == "pause":
        raise ValidationError(_("It is too early to try this again. Practise first."))
    return requirement


def draw_paper(person, domain, blueprint):
    """A paper from the items in use, seen ones last. Raises ValidationError for a thin bank."""
    papers = Attempt.objects.filter(citizen=person, domain=domain).values_list("paper", flat=True)
    seen = Counter(slot["item"] for paper in papers for slot in paper)
    items = Item.objects.in_use().filter(domain=domain).annotate(keys=ArrayAgg("options__key", order_by="options__pk"))
    bank = [
        drawing.Candidate(pk, kind, tuple(keys), seen[pk])
        for pk, kind, keys in items.order_by("pk").values_list("pk", "kind", "keys")
    ]
    try:
        return drawing.draw(bank, blueprint, SystemRandom())
    except drawing.TooFewItems as lack:
        raise ValidationError(_("The question bank is too small for this examination. Tell the officer.")) from lack


SAVE = """
insert into literacy_answer (attempt_id, item_id, response, sequence, saved_at) values (%s, %s, %s, %s, %s)
on conflict (attempt_id, item_id) do update
set response = excluded.response, sequence = excluded.sequence, saved_at = excluded.saved_at
where literacy_answer.sequence < excluded.sequence
"""


@transaction.atomic
def save_answer(*, attempt, item, response, sequence, by):
    """Keep the answer to one item, given by its primary key; a lower or equal sequence number changes nothing.

    An answer without one (None) came by a plain form and follows all that are there. Sending it again does no harm. No
    audit line: what was answered is in the answers themselves. Raises: Late; Interrupted;
    ValidationError when the item is not on the paper.
    """
    if item not in {slot["item"] for slot in attempt.paper}:
        raise ValidationError(_("This question is not on your paper."))
    held = Attempt.objects.select_for_update(of=("self",), no_key=True).filter(pk=attempt.pk)
    columns = ("submitted_at", "deadline_at", "candidate__sitting__state")
    submitted_at, deadline_at, state = held.values_list(*columns).get()
    now = timezone.now()
    if submitted_at or (now > deadline_at + GRACE and now > queries.deadline_of(attempt) + GRACE):
        raise Late(_("The time is over. This answer was not taken."))
    if state != Sitting.State.OPEN:
        raise Interrupted(_("The sitting is interrupted. What you answered before is kept. Wait for the invigilator."))
    with connection.cursor() as cursor:
        sequence = queries.next_sequence(attempt) if sequence is None else sequence
        from_json = Answer._meta.get_field("response").get_db_prep_save(response, connection)
        cursor.execute(SAVE, [attempt.pk, item, from_json, sequence, now])


@transaction.atomic
def submit(*, attempt, by):
    """Hand in: score the paper once and keep a pass, which waits for the protocol. A second call returns the result."""
    # by itself: joined to a citizen, the row would not be found again after a merge that it waited for
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if attempt.submitted_at is not None:
        return attempt
    points = [points for _item, points in queries.marked(attempt)]
    required = StandardDomain.objects.get(standard=attempt.standard_id, domain=attempt.domain_id)
    attempt.points, attempt.points_possible = scoring.total(points), Decimal(len(points))
    attempt.submitted_at = timezone.now()
    attempt.passed = scoring.passes(points, required.pass_percent)
    attempt.save(update_fields=["points", "points_possible", "submitted_at", "passed"])
    standing.reach(citizen=attempt.citizen, metric=Metric.ASSESSED)
    if attempt.passed:
        keep_pass(attempt)
    audit.record("attempt:submitted", subject=attempt, by=by)
    return attempt


def keep_pass(attempt):
    """The domain pass, not confirmed yet; where one lives already, it stays."""
    DomainPass.objects.bulk_create(
        [
            DomainPass(
                citizen=attempt.citizen,
                domain_id=attempt.domain_id,
                standard_id=attempt.standard_id,
                attempt=attempt,
                passed_at=attempt.submitted_at,
            )
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def submit_overdue(*, attempt):
    """Hand in an attempt whose time is over, by primary key; one that still has time is looked at again then.

    While the sitting is interrupted nothing happens: resuming promises this anew, signing hands in.
    """
    held = Attempt.objects.select_related("candidate__sitting").get(pk=attempt)
    if held.submitted_at is not None or held.candidate.sitting.state == Sitting.State.CLOSED:
        return
    end = queries.deadline_of(held) + GRACE
    if end > timezone.now():
        outbox.post("literacy.submit_overdue", delay=end - timezone.now() + GRACE, attempt=held.pk)
        return
    submit(attempt=held, by=None)
