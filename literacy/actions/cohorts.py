"""Cohorts: founded, opened for first sign-ins, left."""

import secrets
from datetime import timedelta

from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from intelligent_bhutan.people.models import Consent, ConsentNotice
from intelligent_bhutan.people.rules import is_coordinator_of, is_trainer_of
from literacy.models import Cohort, Enrolment

LETTERS, SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ", "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
FIRST_SIGN_INS = 2 * 60 * 60  # seconds


@transaction.atomic
def found(*, organisation, name, course, trainer=None, starts_on=None, ends_on=None, by):
    """A new cohort with a code of its own, coordinated by whoever makes it.

    Raises: PermissionDenied for others; ValidationError for a trainer who does not teach in the organisation.
    """
    if not is_coordinator_of(by, organisation):
        raise PermissionDenied
    if trainer is not None and not is_trainer_of(trainer, organisation):
        raise ValidationError({"trainer": _("This person is no trainer of the organisation.")})
    cohort = Cohort.objects.create(
        organisation=organisation,
        name=name,
        code=new_code(),
        course=course,
        coordinator=by,
        trainer=trainer,
        starts_on=starts_on,
        ends_on=ends_on,
        is_demonstration=organisation.is_demonstration,
    )
    audit.record("cohort:founded", subject=cohort, by=by)
    return cohort


def new_code():
    """Three letters and three signs that nobody mistakes for each other; the database refuses a double."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(3)) + "".join(secrets.choice(SIGNS) for _ in range(3))
        if not Cohort.objects.filter(code=code).exists():
            return code


@transaction.atomic
def open_first_sign_ins(*, cohort, by):
    """For two hours learners without a PIN may choose one, while the coordinator is in the room (ADR 8).

    Raises: ValidationError while the cache, which keeps it, is down.
    """
    until = timezone.now() + timedelta(seconds=FIRST_SIGN_INS)
    cache.set(first_sign_in_key(cohort), until, FIRST_SIGN_INS)
    if not first_sign_ins_are_open(cohort):
        raise ValidationError(_("The first sign-in could not be opened. Wait a minute and press again."))
    audit.record("cohort:first_sign_ins_opened", subject=cohort, by=by)


@transaction.atomic
def close_first_sign_ins(*, cohort, by):
    """The coordinator leaves the room before the two hours are over: nobody chooses a PIN any more."""
    cache.delete(first_sign_in_key(cohort))
    audit.record("cohort:first_sign_ins_closed", subject=cohort, by=by)


def first_sign_ins_until(cohort):
    """Until when learners without a PIN may choose one, or None. A cache that is down means None."""
    return cache.get(first_sign_in_key(cohort))


def first_sign_ins_are_open(cohort):
    """Whether learners without a PIN may choose one now."""
    return first_sign_ins_until(cohort) is not None


def first_sign_in_key(cohort):
    """Where the cache keeps it."""
    return f"first-sign-ins-until:{cohort.public_id}"


def took_away(*, subject, by):
    """Somebody takes a list of people out of the portal, a class or the report of a file: that is on record."""
    audit.record("people:downloaded", subject=subject, by=by)


@transaction.atomic
def leave(*, enrolment, by):
    """The person is no longer in the cohort; account, progress and counts stay."""
    held = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if held.left_at is None:
        held.left_at = timezone.now()
        held.save(update_fields=["left_at"])
        audit.record("enrolment:left", subject=held, by=by)
    return held


@transaction.atomic
def leave_all(*, person):
    """The person took back that their learning is kept: they leave every class, unless they agreed again meanwhile."""
    if Consent.objects.living().filter(person=person, notice__purpose=ConsentNotice.Purpose.LEARNING).exists():
        return
    for enrolment in Enrolment.objects.filter(citizen=person, left_at=None).order_by("pk"):
        leave(enrolment=enrolment, by=None)
