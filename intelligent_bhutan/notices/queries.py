"""Who is reached how, what lies in an inbox, and how the copies fare."""

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from intelligent_bhutan.days import start_of
from intelligent_bhutan.notices.models import Channel, Choices, Delivery, Notice

Reason = Delivery.Reason


@dataclass(frozen=True)
class Reach:
    """Where a person can be reached, and where they want to be."""

    person: object
    email: str  # "" where there is none
    email_verified: bool
    choices: Choices

    @property
    def phone(self):
        """The number in E.164, or ""."""
        return self.person.phone or ""

    def why_not(self, notice, channel):
        """Why no copy of the notice goes out by this channel, or "" where one does; the day's limit is asked later."""
        by_email = channel == Channel.EMAIL
        if self.person.is_demonstration:
            return Reason.DEMONSTRATION
        if not (self.email if by_email else self.phone):
            return Reason.NO_ADDRESS
        if not (self.email_verified if by_email else self.person.phone_verified):
            return Reason.UNVERIFIED
        if self.choices.refuse(notice.topic, channel):
            return Reason.CHOSEN
        if not by_email and not settings.SMS_GATEWAY:
            return Reason.OFF
        return ""

    def text_language(self):
        """The language of text messages: Dzongkha only where the person says that their phone shows it."""
        shows = self.choices.phone_shows_dzongkha == Choices.Shows.YES
        return "dz" if self.person.language == "dz" and shows else "en"


def reach_of(person):
    """How the person is reached now: two queries."""
    address = EmailAddress.objects.filter(user_id=person.pk).order_by("-verified", "-primary", "pk").first()
    return Reach(
        person=person,
        email=address.email if address else "",
        email_verified=bool(address and address.verified),
        choices=choices_of(person),
    )


def choices_of(person):
    """What the person chose; everything on where they never did."""
    return Choices.objects.filter(person_id=person.pk).first() or Choices(person_id=person.pk)


def inbox_of(person):
    """The person's notices, the newest first."""
    return Notice.objects.filter(person_id=person.pk)


def unread_notices():
    """How many notices a person has not opened, as an expression for a query over people."""
    unread = Notice.objects.filter(person=OuterRef("pk")).unread().order_by().values("person")
    return Coalesce(Subquery(unread.annotate(n=Count("pk")).values("n")), 0)


@dataclass(frozen=True)
class Day:
    """How the copies planned on one day fared: (state in words, how many) in the order of the states."""

    day: date
    counts: list[tuple[str, int]]


def last_days(*, days=7, today=None) -> list[Day]:
    """How copies fared on each of the last days on which any was planned, the latest first."""
    today = today or timezone.localdate()
    since = start_of(today - timedelta(days=days - 1))
    planned = Delivery.objects.filter(planned_at__gte=since).values_list("planned_at__date", "state")
    found = {(day, state): n for day, state, n in planned.annotate(n=Count("pk")).order_by()}
    return [
        Day(day, [(state.label, found.get((day, state.value), 0)) for state in Delivery.State])
        for day in sorted({day for day, _state in found}, reverse=True)
    ]
