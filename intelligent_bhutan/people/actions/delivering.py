"""Sending a one-time code to where it was asked for."""

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from intelligent_bhutan import notices, sealing
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.people.models import Code
from intelligent_bhutan.people.queries.recovering import verified_email


@transaction.atomic
def deliver(*, code, sealed, at=None):
    """Send the code, a primary key, in its person's language: not twice, not late, and nowhere without an address."""
    at = at or timezone.now()
    held = Code.objects.select_for_update(of=("self",)).select_related("person")
    held = held.filter(pk=code, used_at=None, sent_at=None, expires_at__gt=at, person__isnull=False).first()
    address = address_of(held) if held else None
    if not address:
        return
    held.sent_at = at
    held.save(update_fields=["sent_at"])
    # a text message in English letters, which every phone shows
    with translation.override(held.person.language if held.way == Code.Way.EMAIL else "en"):
        send(held.way, address, sealing.decrypt(sealed.encode(), *ring("PIN_KEY")))


def address_of(code):
    """Where it goes: the verified e-mail, or the phone, which only a code that is to prove it reaches unproven."""
    if code.way == Code.Way.EMAIL:
        return verified_email(code.person)
    return code.person.phone if code.person.phone_verified or code.purpose == Code.Purpose.PHONE else None


def send(way, address, digits):
    """By e-mail or by text message. Digits stay ASCII: they are copied into a field."""
    words = _("%(code)s is your code. It works for ten minutes. Tell it to nobody, whoever asks.") % {"code": digits}
    if way == Code.Way.EMAIL:
        send_mail(_("Your code for Intelligent Bhutan"), words, None, [address])
    else:
        notices.text_code(phone=address, words=words)
