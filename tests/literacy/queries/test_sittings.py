"""In which order sittings are worked through."""

from datetime import timedelta

import pytest
from django.utils import timezone

from literacy.models import Sitting
from literacy.queries import sittings as queries
from tests.factories.literacy_booking import a_coming
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def begun(days, **fields):
    """A sitting that began so many days from now, in this state."""
    sitting, start = a_coming(), timezone.now() + timedelta(days=days)
    Sitting.objects.filter(pk=sitting.pk).update(starts_at=start, ends_at=start + timedelta(hours=3), **fields)
    return sitting


def test_the_next_sitting_comes_first_and_what_is_over_stands_behind():
    done = {"state": "voided", "voided_at": timezone.now(), "void_reason": "Fire"}
    off = {"state": "cancelled", "cancelled_at": timezone.now(), "cancel_reason": "Snow"}
    closed = {"state": "closed", "invigilator": PersonFactory(), "opened_at": timezone.now()}
    later, soon = begun(9), begun(1)
    cancelled, never_opened, old, unsigned = begun(2, **off), begun(-1), begun(-8, **done), begun(-5, **closed)
    found = list(queries.in_turn(Sitting.objects.all()))
    assert found == [unsigned, soon, later, cancelled, never_opened, old]
