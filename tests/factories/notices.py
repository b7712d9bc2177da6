"""Kinds that exist for one test, and people who can be reached."""

from contextlib import contextmanager

from allauth.account.models import EmailAddress

from intelligent_bhutan.notices.kinds import KINDS, Kind, Topic
from tests.factories.people import PersonFactory


@contextmanager
def a_kind(name="tests.told", **fields):
    """A kind for as long as the block lasts."""
    given = {"topic": Topic.WORK, "subject": "Monday", "body": "Come to %(place)s.", "text": "Come to %(place)s!"}
    try:
        yield Kind(name=name, **given | fields)
    finally:
        KINDS.pop(name, None)


def reachable(*, email="pema@example.bt", phone="+97517123456", **fields):
    """A person with a checked e-mail and a checked phone."""
    person = PersonFactory(email=email, phone=phone, phone_verified=bool(phone), **fields)
    if email:
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person
