"""Whom somebody names. Only an open account is anybody: what was closed, merged away or erased answers to no name."""

from intelligent_bhutan.people.models import User


def with_username(text):
    """The person of this user name, however its letters and blanks were typed; or None."""
    return User.objects.filter(username=text.strip().lower(), is_active=True).first()


def with_proven_phone(number):
    """Who has proven that this E.164 number is theirs; or None."""
    return User.objects.filter(phone=number, phone_verified=True, is_active=True).first() if number else None


def with_phone(number):
    """Whose phone this is: of whoever proved it, else of the first who wrote it; or None."""
    written = User.objects.filter(phone=number, is_active=True).order_by("-phone_verified", "pk")
    return written.first() if number else None
