"""Enrolling people in a cohort, one or thousands: nobody twice, roll numbers without holes where none was given."""

from django.db import transaction
from django.db.models import Q

from intelligent_bhutan import audit
from intelligent_bhutan.people.actions import consent
from literacy.actions import standing
from literacy.models import Cohort, Enrolment
from literacy.models.standing import Metric


@transaction.atomic
def enrol(*, cohort, citizen, basis, notice, roll_number=None, by):
    """Enrol one person; who is enrolled already stays as they are, who had left is back. Returns the enrolment."""
    return enrol_many(cohort=cohort, entries=[(citizen, basis, roll_number)], notice=notice, by=by)[0]


@transaction.atomic
def enrol_many(*, cohort, entries, notice, by):
    """Enrol (citizen, consent basis, roll number or None) entries under the cohort's lock.

    A roll number that is taken, or missing, becomes the next free one. Whoever had left is back under the old roll
    number, with the new consent. Returns the enrolments in the order of entries.
    Raises: ValidationError for a child on nobody's word but its own.
    """
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    citizens = [citizen.pk for citizen, _basis, _roll in entries]
    there = {one.citizen_id: one for one in Enrolment.objects.filter(cohort=cohort, citizen__in=citizens)}
    wanted = {roll for _citizen, _basis, roll in entries if roll}
    taken = rolls_taken(cohort, wanted)
    made, back = [], []
    for citizen, basis, roll_number in entries:
        if citizen.pk in there:
            if there[citizen.pk].left_at is not None:
                back.append(returned(there[citizen.pk], basis, notice))
            continue
        if not roll_number or roll_number in taken:
            roll_number = next_free(cohort, taken, wanted)
        taken.add(roll_number)
        there[citizen.pk] = Enrolment(
            cohort=cohort, citizen=citizen, roll_number=roll_number, consent_basis=basis, consent_notice=notice
        )
        made.append(there[citizen.pk])
    Enrolment.objects.bulk_create(made, batch_size=1_000)
    Enrolment.objects.bulk_update(back, ["left_at", "consent_basis", "consent_notice"], batch_size=1_000)
    cohort.last_roll_number = max([cohort.last_roll_number, *taken])
    cohort.save(update_fields=["last_roll_number"])
    standing.reach_many(citizens=[one.citizen for one in made], metric=Metric.ENROLLED)
    agreed = {one.citizen_id: one.consent_basis for one in (*made, *back)}
    said = [(citizen, agreed[citizen.pk]) for citizen, _basis, _roll in entries if citizen.pk in agreed]
    consent.record_many(entries=said, notice=notice, by=by)
    if made or back:
        audit.record("cohort:enrolled", subject=cohort, by=by, reason=str(len(made) + len(back)))
    return [there[citizen.pk] for citizen, _basis, _roll in entries]


def rolls_taken(cohort, wanted):
    """Which of the wanted roll numbers somebody has, and any beyond the last one that the cohort knows of."""
    either = Q(roll_number__in=wanted) | Q(roll_number__gt=cohort.last_roll_number)
    return set(Enrolment.objects.filter(either, cohort=cohort).values_list("roll_number", flat=True))


def returned(enrolment, basis, notice):
    """The enrolment of somebody who had left, in force again; not saved yet."""
    enrolment.left_at, enrolment.consent_basis, enrolment.consent_notice = None, basis, notice
    return enrolment


def next_free(cohort, taken, wanted):
    """The next roll number that nobody has or asks for."""
    cohort.last_roll_number += 1
    while cohort.last_roll_number in taken or cohort.last_roll_number in wanted:
        cohort.last_roll_number += 1
    return cohort.last_roll_number
