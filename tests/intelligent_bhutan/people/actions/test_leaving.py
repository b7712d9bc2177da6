"""Leaving: access ends with the role, at the very next request; and roles that end by themselves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.notices.models import Notice
from intelligent_bhutan.people.actions import appointing, leaving, roles
from intelligent_bhutan.people.models import Appointment, Membership
from intelligent_bhutan.people.tasks.appointing import end_run_out_roles, warn_of_ending_roles
from tests.factories.appointing import an_appointment, an_invitation, officer, operator
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role
PASSWORD = "yak-blue-river-seven"


def signed_in(person):
    """A phone on which the person signed in through the door, as in life."""
    person.set_password(PASSWORD)
    person.save()
    phone = Client()
    answer = phone.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
    assert answer.status_code == 302
    return phone


def desk(phone):
    """What the officer's own page answers."""
    return phone.get(reverse("people:roles")).status_code


def test_session_of_somebody_whose_role_was_ended_opens_nothing_on_the_next_request():
    person = officer()
    phone = signed_in(person)
    assert desk(phone) == 200
    leaving.end(membership=person.memberships.get(), reason="Moved to another office.", by=operator())
    answer = phone.get(reverse("people:roles"))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))
    assert Notice.objects.get(person=person).body.endswith("Moved to another office.")


def test_who_lays_a_role_down_stays_signed_in_without_what_it_opened():
    person = officer()
    phone = signed_in(person)
    leaving.lay_down(membership=person.memberships.get(), by=person)
    assert desk(phone) == 403
    assert phone.get(reverse("my_page")).status_code == 200


def test_role_that_runs_out_opens_nothing_on_the_next_request():
    person = officer()
    phone = signed_in(person)
    person.memberships.update(valid_from=timezone.now() - timedelta(days=2), valid_until=timezone.now())
    assert desk(phone) == 403


def test_roles_are_ended_by_whoever_may_give_them_and_nobody_else():
    school = OrganisationFactory()
    coordinator = holder_of(Role.COORDINATOR, school)
    trainer = holder_of(Role.TRAINER, school).memberships.get()
    for stranger in (operator(), holder_of(Role.COORDINATOR, OrganisationFactory()), trainer.person):
        with pytest.raises(PermissionDenied):
            leaving.end(membership=trainer, reason="x", by=stranger)
    ended = leaving.end(membership=trainer, reason="Moved.", by=coordinator)
    assert (ended.ended_by, ended.end_reason) == (coordinator, "Moved.")
    with pytest.raises(PermissionDenied):
        leaving.lay_down(membership=coordinator.memberships.get(), by=trainer.person)


def test_last_operator_stays():
    last = operator()
    with pytest.raises(ValidationError, match="last operator"):
        leaving.lay_down(membership=last.memberships.get(), by=last)
    other = operator(is_active=False)
    with pytest.raises(ValidationError, match="last operator"):
        roles.end(membership=last.memberships.get(), by=None)
    other.is_active = True
    other.save()
    leaving.lay_down(membership=last.memberships.get(), by=last)
    assert not last.memberships.current().exists()


def test_who_leaves_the_programme_loses_all_roles_and_all_that_waits_and_the_account_where_asked():
    boss, person = operator(), officer()
    roles.appoint(person=person, role=Role.ANALYST, by=None)
    waiting = an_appointment(person=person, by=boss, role=Role.OPERATOR)
    phone = signed_in(person)
    leaving.leave_programme(person=person, reason="Retired.", close_account=True, by=boss)
    assert not person.memberships.current().exists()
    waiting.refresh_from_db()
    assert waiting.state == Appointment.State.WITHDRAWN
    assert phone.get(reverse("my_page")).status_code == 302
    assert phone.post(reverse("account_login"), {"login": person.username, "password": PASSWORD}).url == reverse(
        "account_inactive"
    )


def test_who_leaves_and_goes_on_learning_keeps_the_account():
    boss, person = operator(), holder_of(Role.ANALYST)
    leaving.leave_programme(person=person, reason="Other work.", by=boss)
    person.refresh_from_db()
    assert person.is_active
    assert signed_in(person).get(reverse("my_page")).status_code == 200


def test_nobody_is_sent_away_by_somebody_who_may_not_give_all_their_roles():
    with pytest.raises(PermissionDenied):
        leaving.leave_programme(person=operator(), reason="x", by=officer())
    boss = operator()
    with pytest.raises(ValidationError, match="for yourself"):
        leaving.leave_programme(person=boss, reason="x", by=boss)


def test_offers_of_somebody_who_left_do_not_work():
    boss, first = operator(), officer()
    _invitation, code = an_invitation(by=first, role=Role.EDITOR)
    leaving.leave_programme(person=first, reason="Left.", by=boss)
    with pytest.raises(ValidationError, match="may not give it any more"):
        appointing.take(code=code, by=PersonFactory())


def test_end_of_roles_that_ran_out_is_written_down_once():
    past = timezone.now() - timedelta(hours=3)
    ran_out = Membership.objects.create(
        person=PersonFactory(), role=Role.EDITOR, valid_from=past - timedelta(days=9), valid_until=past
    )
    in_force = holder_of(Role.EDITOR).memberships.get()
    end_run_out_roles()
    end_run_out_roles()
    ran_out.refresh_from_db()
    in_force.refresh_from_db()
    assert (ran_out.ended_at, in_force.ended_at) == (past, None)
    assert Entry.objects.filter(verb="membership:ended").count() == 1
    assert Notice.objects.filter(kind="people.role_ended").count() == 1


def test_holder_and_overseer_are_warned_thirty_and_seven_days_ahead_once_each():
    school, now = OrganisationFactory(), timezone.now()
    coordinator, trainer = holder_of(Role.COORDINATOR, school), PersonFactory()
    roles.appoint(
        person=trainer, role=Role.TRAINER, organisation=school, valid_until=now + timedelta(days=40), by=coordinator
    )

    def told(days):
        for _twice in range(2):
            leaving.warn_of_ends(at=now + timedelta(days=days))
        return [
            Notice.objects.filter(person=trainer, kind="people.role_ends_soon").count(),
            Notice.objects.filter(person=coordinator, kind="people.role_of_others_ends_soon").count(),
        ]

    assert [told(days) for days in (9, 10, 11, 20, 34, 39, 41)] == [[0, 0], *[[1, 1]] * 3, *[[2, 2]] * 3]


def test_warning_goes_to_all_who_may_extend_where_whoever_gave_the_role_has_left():
    other, gone = officer(), PersonFactory()
    editor = Membership.objects.create(
        person=PersonFactory(), role=Role.EDITOR, begun_by=gone, valid_until=timezone.now() + timedelta(days=5)
    )
    warn_of_ending_roles()
    assert set(Notice.objects.values_list("person", flat=True)) == {other.pk, editor.person_id}


def test_account_of_somebody_without_roles_is_closed_by_who_oversees_everybody_alone():
    coordinator = holder_of(Role.COORDINATOR, OrganisationFactory())
    with pytest.raises(PermissionDenied):
        leaving.leave_programme(person=PersonFactory(), reason="No reason.", close_account=True, by=coordinator)
