"""Telling people what they must know: into the inbox at once, with copies planned beside it."""

import json
from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from intelligent_bhutan import outbox, sealing
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.notices import hours, queries
from intelligent_bhutan.notices.models import Channel, Delivery, Notice

CODE_LASTS = timedelta(minutes=10)


@transaction.atomic
def tell(*, person, kind, once=None, **facts):
    """Put a notice of this kind into the person's inbox, in the caller's transaction, and plan its copies.

    Each copy is a row that says whether it will go out, or why not; the outbox carries those that will, after the quiet
    hours unless the kind is urgent. Under the key `once` a second telling of the kind returns the first notice,
    whatever its facts, and sends nothing. A reminder is told by a task that finds it due, never ahead of its time: what
    it reminds of may be moved or cancelled, and then there is nothing to take back.
    Raises: KeyError where a fact is missing that the words need, so that the action fails and not the night shift.
    """
    facts = json.loads(json.dumps(facts, cls=DjangoJSONEncoder))  # as they will be read back
    for part in ("subject", "body", "text"):
        kind.written(part, facts)
    what = {"topic": kind.topic, "facts": facts}
    if once is None:
        notice, is_new = Notice.objects.create(person=person, kind=kind.name, **what), True
    else:
        notice, is_new = Notice.objects.get_or_create(person=person, kind=kind.name, once=once, defaults=what)
    if is_new:
        plan(notice)
    return notice


def plan(notice, *, at=None):
    """One row for each copy that notices of this kind may have, and a message for each that will go out."""
    at = at or timezone.now()
    channels = [Channel.EMAIL, Channel.TEXT] if notice.text else [Channel.EMAIL]
    reach = queries.reach_of(notice.person)
    copies = []
    for channel in channels:
        why_not = reach.why_not(notice, channel)
        ended = {"state": Delivery.State.NOT_SENT, "reason": why_not, "ended_at": at} if why_not else {}
        copies.append(Delivery(notice=notice, channel=channel, planned_at=at, **ended))
    for copy in Delivery.objects.bulk_create(copies):
        if copy.state == Delivery.State.WAITING:
            post(copy, at=at)


def post(delivery, *, at):
    """Promise to carry the copy: now, or when the quiet hours around this moment are over."""
    outbox.post("notices.deliver", delay=None if delivery.is_urgent else rest(at), delivery=delivery.pk)


def rest(at):
    """How long it is until the quiet hours around this moment are over; None outside them."""
    here = timezone.localtime(at)
    over = hours.quiet_until(here, begin=settings.QUIET_HOURS[0], end=settings.QUIET_HOURS[1])
    return over - here if over else None


@transaction.atomic
def text_code(*, phone, words):
    """Send these words, which hold a code, to an E.164 number at once, at any hour; nothing of it reaches an inbox.

    It goes through the outbox in the caller's transaction: a code that was rolled back is never sent, no page waits for
    a provider, and no clock tells whether a number is known. What lies in the database is sealed under a key that is
    not in it, opens for ten minutes, and is wiped as soon as the provider has the text; the message carries an id
    alone. Returns the delivery. The caller limits how often it may be asked for.
    """
    sealed = sealing.encrypt(f"{phone} {words}", *ring("SECRET_KEY"))
    delivery = Delivery.objects.create(channel=Channel.TEXT, sealed=sealed)
    post(delivery, at=delivery.planned_at)
    return delivery
