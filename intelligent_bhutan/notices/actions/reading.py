"""What people do with their inboxes."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from intelligent_bhutan import audit
from intelligent_bhutan.notices.models import Choices, Notice


def read(*, notice, at=None):
    """Remember when the notice was first opened. Returns whether that was now."""
    return bool(Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at or timezone.now()))


def read_all(*, person, at=None):
    """Remember that the person has seen everything there is. Returns how many notices were unread."""
    return person.notices.unread().update(read_at=at or timezone.now())


@transaction.atomic
def choose(*, person, answers, by):
    """Keep what the person chose, fields of `Choices` by name; copies that wait already follow it too.

    Returns the choices. The audit line says that they changed, not how.
    """
    get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)  # two clicks at once are one row
    held, _made = Choices.objects.update_or_create(person_id=person.pk, defaults=answers)
    audit.record("notice_choices:changed", subject=person, by=by)
    return held
