"""People who give roles, and what they propose."""

from datetime import timedelta

from django.utils import timezone

from intelligent_bhutan.people.actions import appointing
from intelligent_bhutan.people.models import Membership
from tests.factories.people import holder_of

Role = Membership.Role


def officer(**fields):
    """A programme officer."""
    return holder_of(Role.PROGRAMME_OFFICER, **fields)


def operator(**fields):
    """An operator."""
    return holder_of(Role.OPERATOR, **fields)


def in_a_year():
    """The last day that most roles get."""
    return timezone.localdate() + timedelta(days=360)


def an_invitation(*, by, role=Role.INVIGILATOR, called="Sonam Choden", **more):
    """An invitation and its code."""
    return appointing.invite(role=role, last_day=in_a_year(), called=called, why="Knows the work.", by=by, **more)


def an_appointment(*, person, by, role=Role.INVIGILATOR, **more):
    """Somebody with an account, proposed for a role."""
    return appointing.appoint(person=person, role=role, last_day=in_a_year(), why="Knows the work.", by=by, **more)
