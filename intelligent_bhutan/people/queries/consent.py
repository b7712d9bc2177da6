"""Reading consents: what holds, what somebody agreed to, what they are asked next and until when that may wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from intelligent_bhutan.days import start_of
from intelligent_bhutan.people.models import Consent, ConsentNotice
from intelligent_bhutan.people.models.consent import OF_AGE

Purpose = ConsentNotice.Purpose
MAY_WAIT = timedelta(days=14)  # a new version never stands between a learner and the next lesson at once


@dataclass(frozen=True)
class Due:
    """A notice that a person has not agreed to, and until when they may go on without."""

    notice: ConsentNotice
    until: datetime


@dataclass(frozen=True)
class Purposeful:
    """One purpose: the notice in force, and the person's latest living consent to any version of it, or None."""

    notice: ConsentNotice
    consent: Consent | None

    @property
    def is_current(self):
        """Whether the person agreed to the very version in force."""
        return self.consent is not None and self.consent.notice_id == self.notice.pk


def notice_in_force(purpose=Purpose.LEARNING, on=None):
    """What people are told at present before they agree; None where nothing was written yet."""
    return ConsentNotice.objects.in_force(purpose, on).first()


def due_for(person, at=None):
    """What the person must be asked, or None. Two queries, one where there is nothing to ask.

    A new version, or an account that was made by others, may wait for two weeks; who withdrew is asked at once.
    """
    at = at or timezone.now()
    notice = notice_in_force(on=timezone.localdate(at))
    if notice is None:
        return None
    given = list(person.consents.filter(notice__purpose=notice.purpose).values_list("notice", "withdrawn_at"))
    living = {pk for pk, withdrawn_at in given if withdrawn_at is None}
    if notice.pk in living:
        return None
    if given and not living:
        return Due(notice, at)
    return Due(notice, max(start_of(notice.in_force_from), person.joined_at) + MAY_WAIT)


def purposes_of(person, on=None):
    """Each purpose that there is a notice for, with what the person agreed to."""
    living = {}
    for consent in person.consents.living().select_related("notice").order_by("given_at"):
        living[consent.notice.purpose] = consent
    found = [notice_in_force(purpose, on) for purpose in Purpose.values]
    return [Purposeful(notice, living.get(notice.purpose)) for notice in found if notice]


def is_child(person, on=None):
    """Whether somebody else must agree; a person whose date of birth is not known speaks for themselves."""
    age = person.age_on(on or timezone.localdate())
    return age is not None and age < OF_AGE
