"""Giving roles and taking them back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.actions import roles
from intelligent_bhutan.people.models import Membership, User
from intelligent_bhutan.people.rules import holds, roles_of
from tests.factories.people import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role


def fresh(person):
    """The person as the next request sees them."""
    return User.objects.get(pk=person.pk)


def verbs():
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def test_appointed_person_holds_the_role_until_it_runs_out():
    person, officer, school, now = PersonFactory(), PersonFactory(), OrganisationFactory(), timezone.now()
    until = now + timedelta(days=30)
    held = roles.appoint(person=person, role=Role.TRAINER, organisation=school, valid_until=until, by=officer)
    assert roles_of(fresh(person)) == {(Role.TRAINER, school.pk)}
    assert list(person.memberships.current(at=until)) == []
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor, entry.subject) == ("membership:begun", str(officer.public_id), str(held.public_id))


def test_same_appointment_again_changes_nothing():
    person = PersonFactory()
    first = roles.appoint(person=person, role=Role.EDITOR, by=None)
    assert roles.appoint(person=person, role=Role.EDITOR, by=None) == first
    assert verbs() == ["membership:begun"]


def test_role_that_ran_out_is_ended_and_begins_anew():
    person, now = PersonFactory(), timezone.now()
    began, ran_out = now - timedelta(days=9), now - timedelta(days=1)
    old = roles.appoint(person=person, role=Role.EDITOR, valid_from=began, valid_until=ran_out, by=None)
    new = roles.appoint(person=person, role=Role.EDITOR, by=None)
    old.refresh_from_db()
    assert (old.ended_at, new.ended_at) == (ran_out, None)
    assert holds(fresh(person), Role.EDITOR)
    assert verbs() == ["membership:begun", "membership:ended", "membership:begun"]


def test_other_dates_for_a_role_in_force_are_refused():
    person = PersonFactory()
    roles.appoint(person=person, role=Role.EDITOR, by=None)
    with pytest.raises(ValidationError, match="with other dates"):
        roles.appoint(person=person, role=Role.EDITOR, valid_until=timezone.now() + timedelta(days=1), by=None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"role": Role.COORDINATOR}, "Choose the organisation"),
        ({"role": Role.EDITOR, "valid_until": timezone.now() - timedelta(days=1)}, "must end after it begins"),
    ],
)
def test_senseless_appointment_is_refused(changes, words):
    with pytest.raises(ValidationError, match=words):
        roles.appoint(person=PersonFactory(), by=None, **changes)
    assert not Membership.objects.exists()


def test_nobody_appoints_themselves():
    person = PersonFactory()
    with pytest.raises(ValidationError, match="themselves"):
        roles.appoint(person=person, role=Role.PUBLISHER, by=person)


def test_ended_role_opens_nothing_and_ends_once():
    person, officer = PersonFactory(), PersonFactory()
    held = roles.appoint(person=person, role=Role.EDITOR, by=officer)
    ended = roles.end(membership=held, reason="moved on", by=officer)
    again = roles.end(membership=held, by=officer)
    assert again.ended_at == ended.ended_at
    assert roles_of(fresh(person)) == frozenset()
    assert (ended.end_reason, ended.ended_by) == ("moved on", officer)
    assert list(Entry.objects.values_list("verb", "reason").order_by("pk")) == [
        ("membership:begun", ""),
        ("membership:ended", ""),
    ]
