"""Telling people what they must know."""

import json

from django.core.mail import send_mail
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from intelligent_bhutan.notices.models import Notice


@transaction.atomic
def tell(*, person, kind, once=None, **facts):
    """Put a notice of this kind into the person's inbox, in the caller's transaction.

    Under the key `once` a second telling of the kind returns the first notice, whatever its facts.
    Raises: KeyError where a fact is missing that the words need, so that the action fails and not the night shift.
    """
    facts = json.loads(json.dumps(facts, cls=DjangoJSONEncoder))  # as they will be read back
    for part in ("subject", "body", "text"):
        kind.written(part, facts)
    if once is None:
        return Notice.objects.create(person=person, kind=kind.name, topic=kind.topic, facts=facts)
    return Notice.objects.get_or_create(
        person=person, kind=kind.name, once=once, defaults={"topic": kind.topic, "facts": facts}
    )[0]


def text_code(*, phone, words):
    """Send one urgent text that bears a code; nothing of it is stored. The mail backend stands in for a gateway."""
    send_mail("", words, None, [f"{phone}@text.localhost"])
