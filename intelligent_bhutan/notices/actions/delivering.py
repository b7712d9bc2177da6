"""Carrying copies to their channels: each once, whoever dies on the way.

The outbox counts an attempt, and commits that, before any work. So whoever comes after a worker that died knows that
something may have been sent. Of a text, the provider is then asked by its reference before it is sent again, and a
provider knows a reference that comes twice: no text is sent twice and none is lost, as far as the provider does its
part.

A mail server answers no such question. A worker that dies between the server's yes and its own commit leaves a mail
that is sent again, under the same Message-ID; many mail programs show such twins once, not all. Rather twice than
never.
"""

import smtplib
import sys
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from intelligent_bhutan import audit, outbox, sealing
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.notices import letters, parts, queries
from intelligent_bhutan.notices.actions import telling
from intelligent_bhutan.notices.gateways import Fate, NeverError, Receipt, TryLaterError
from intelligent_bhutan.notices.gateways.console import ConsoleGateway
from intelligent_bhutan.notices.gateways.http import HTTPGateway
from intelligent_bhutan.notices.models import Channel, Delivery

State, Reason = Delivery.State, Delivery.Reason
STATES = {Fate.ACCEPTED: State.HANDED_OVER, Fate.FAILED: State.FAILED, Fate.DELIVERED: State.DELIVERED}
TEXTS = 7_140  # first number of the advisory locks under which one person's texts of a day are counted


@transaction.atomic
def deliver(*, delivery, again=False, last=False, at=None):
    """Carry the copy with this id and record what came of it. Returns the delivery, or None where it was erased.

    What may have gone out already, `again`, is asked for first, and then recorded whatever the hour.
    Raises: TryLaterError, so that the outbox tries again; at the `last` attempt the copy has failed instead.
    """
    at = at or timezone.now()
    copies = Delivery.objects.select_for_update(of=["self"]).select_related("notice__person")
    held = copies.filter(pk=delivery).first()
    if held is None or held.state != State.WAITING:
        return held
    held.tries += 1
    try:
        receipt = asked(held) if again or held.tries > 1 else None
        if receipt is None:
            receipt = handed_over(held, at=at)
    except NeverError:
        return end(held, State.FAILED, Reason.REFUSED, at=at)
    except TryLaterError:
        if not last:
            raise
        return end(held, State.FAILED, Reason.GAVE_UP, at=at)
    return held if receipt is None else note(held, receipt, at=at)


def asked(held):
    """What the provider says of a text that may have reached it; None where it did not, and for e-mail."""
    return gateway().fate_of(str(held.reference)) if held.channel == Channel.TEXT and settings.SMS_GATEWAY else None


def handed_over(held, *, at):
    """Hand the copy to its channel and return the receipt; None where it stays here, for now or for good."""
    if held.notice is None:
        return code_sent(held, at=at)
    reach = queries.reach_of(held.notice.person)
    if why_not := reach.why_not(held.notice, held.channel):
        end(held, State.NOT_SENT, why_not, at=at)
        return None
    if not held.is_urgent and telling.rest(at):
        telling.post(held, at=at)
        return None
    if held.channel == Channel.EMAIL:
        return mailed(letters.letter(held, reach))
    if not held.is_urgent and limit_is_reached(held.notice.person, at=at):
        end(held, State.NOT_SENT, Reason.LIMIT, at=at)
        return None
    return texted(held, reach.phone, words_of(held.notice, reach.text_language()))


def code_sent(held, *, at):
    """Open what is sealed and send it, unless it is out of date."""
    within = int(telling.CODE_LASTS.total_seconds())
    try:
        phone, words = sealing.decrypt(held.sealed, *ring("SECRET_KEY"), within=within).split(" ", 1)
    except sealing.InvalidToken:
        end(held, State.NOT_SENT, Reason.TOO_LATE, at=at)
        return None
    if not settings.SMS_GATEWAY:
        end(held, State.NOT_SENT, Reason.OFF, at=at)
        return None
    return texted(held, phone, parts.plain(words))


def words_of(notice, language):
    """The text message of a notice in that language, in as many parts as the settings allow."""
    with translation.override(language):
        return parts.fit(parts.plain(notice.text), settings.SMS_PARTS)


def texted(held, phone, words):
    """Hand a text to the provider under the copy's reference."""
    held.parts = parts.parts(words)
    return gateway().send(reference=str(held.reference), phone=phone, words=words)


def mailed(letter):
    """Hand a letter to the mail server. Raises: NeverError where it refuses this one, TryLaterError for all else."""
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        for_good = all(code >= 500 for code, _words in refusal.recipients.values())
        raise (NeverError if for_good else TryLaterError)("the mail server refused the address") from None
    except smtplib.SMTPDataError as refusal:
        kind = NeverError if refusal.smtp_code >= 500 else TryLaterError
        raise kind(f"the mail server answered {refusal.smtp_code}") from None
    except (OSError, smtplib.SMTPException) as problem:
        raise TryLaterError(type(problem).__name__) from None
    return Receipt(Fate.ACCEPTED)


def limit_is_reached(person, *, at):
    """Whether the person got as many texts today, by Thimphu's day, as one day may bring.

    Others who count for the same person wait until this transaction ends; nobody else does.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [TEXTS, person.pk % 2**31])
    return Delivery.objects.texts_of(person, timezone.localdate(at)).count() >= settings.TEXTS_A_DAY


def gateway():
    """The way to phones that the settings name."""
    if settings.SMS_GATEWAY == "http":
        return HTTPGateway(
            settings.SMS_URL,
            key=settings.SMS_TOKEN,
            sender=settings.SMS_SENDER,
            timeout=settings.SMS_TIMEOUT,
            stays_here=settings.DEMONSTRATION,
        )
    return ConsoleGateway(sys.stdout, discreet=settings.PRODUCTION)


def note(held, receipt, *, at):
    """Record what a provider says of the copy, unless more is known already. Returns the delivery."""
    state = STATES[receipt.fate]
    if rank(state) <= rank(held.state, held.reason):
        return held
    held.number = receipt.number or held.number
    held.handed_at = held.handed_at or at
    return end(held, state, Reason.UNDELIVERED if state == State.FAILED else "", at=at)


def rank(state, reason=""):
    """How much a state says: a report never leads to a lower rank. Who gave up does not know what happened."""
    if reason == Reason.GAVE_UP or state not in STATES.values():
        return 0
    return 1 + list(STATES.values()).index(state)


def end(held, state, reason="", *, at):
    """Put the copy into this state and wipe what was under seal. Returns the delivery."""
    held.state, held.reason, held.sealed = state, reason, None
    held.ended_at = None if state == State.HANDED_OVER else at
    held.save()
    return held


@transaction.atomic
def note_report(*, report, at=None):
    """Record what a provider reported of its own accord; again, late and out of order do no harm.

    Raises: Delivery.DoesNotExist for a reference that is no text of ours.
    """
    held = Delivery.objects.select_for_update().get(reference=report.reference, channel=Channel.TEXT)
    return note(held, Receipt(report.fate, report.number), at=at or timezone.now())


@transaction.atomic
def retry(*, delivery, by):
    """Send a failed copy once more, as if it were new; where the first may have arrived, that is asked for first.

    Raises: ValidationError for a code, which is out of date by now.
    """
    held = Delivery.objects.select_for_update(of=["self"]).select_related("notice").get(pk=delivery.pk)
    if held.state != State.FAILED:
        return held
    if held.notice is None:
        raise ValidationError(_("A code is not sent again. Whoever needs one asks for a new one."))
    if held.reason != Reason.GAVE_UP:  # this reference is used up: the provider would only say no again
        held.reference, held.tries, held.number = uuid4(), 0, ""
    held.state, held.reason, held.handed_at, held.ended_at = State.WAITING, "", None, None
    held.save()
    outbox.post("notices.deliver", delivery=held.pk)
    audit.record("delivery:retried", subject=held, by=by)
    return held
