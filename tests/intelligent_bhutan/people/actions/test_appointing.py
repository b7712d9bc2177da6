"""Appointing: by two where the table says so, by link or name, and nobody for themselves."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.notices.models import Notice
from intelligent_bhutan.outbox.actions import carry
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people import appointing as table
from intelligent_bhutan.people.actions import appointing
from intelligent_bhutan.people.models import Appointment, Invitation, Membership, User
from intelligent_bhutan.people.rules import roles_of
from tests.factories.appointing import an_appointment, an_invitation, in_a_year, officer, operator
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role


def held_by(person):
    """The roles as the next request sees them."""
    return roles_of(User.objects.get(pk=person.pk))


def told(person):
    """Kinds of the person's notices, in order."""
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_invigilator_is_appointed_by_two_and_begins_once_all_three_have_spoken():
    first, second, third = officer(), officer(), PersonFactory(full_name="Sonam  choden")
    invitation, code = an_invitation(by=first)
    assert told(second) == ["people.appointment_waits"]
    appointing.take(code=code, by=third)
    assert held_by(third) == set()
    appointing.decide(appointment=invitation.appointment, state="approved", by=second)
    assert held_by(third) == {(Role.INVIGILATOR, None)}
    held = third.memberships.get()
    assert (held.begun_by, held.last_day) == (first, in_a_year())
    assert told(first) == ["people.invitation_taken", "people.appointment_approved"]
    assert told(third) == ["people.role_begun"]
    verbs = Entry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "appointment:proposed",
        "invitation:made",
        "invitation:taken",
        "appointment:approved",
        "membership:begun",
    ]


def test_role_begins_as_well_where_the_second_person_agrees_before_it_is_taken():
    first, second, third = officer(), officer(), PersonFactory(full_name="Sonam  choden")
    invitation, code = an_invitation(by=first)
    appointing.decide(appointment=invitation.appointment, state="approved", by=second)
    assert Membership.objects.filter(role=Role.INVIGILATOR).count() == 0
    appointing.take(code=code, by=third)
    assert held_by(third) == {(Role.INVIGILATOR, None)}


def test_coordinator_invites_a_trainer_alone_but_only_there_and_below():
    above, elsewhere = OrganisationFactory(), OrganisationFactory()
    school, coordinator = OrganisationFactory(parent=above), holder_of(Role.COORDINATOR, above)
    _invitation, code = an_invitation(by=coordinator, role=Role.TRAINER, organisation=school)
    trainer = PersonFactory()
    appointing.take(code=code, by=trainer)
    assert held_by(trainer) == {(Role.TRAINER, school.pk)}
    for role, organisation in ((Role.TRAINER, elsewhere), (Role.COORDINATOR, school), (Role.INVIGILATOR, None)):
        with pytest.raises(PermissionDenied):
            an_invitation(by=coordinator, role=role, organisation=organisation)


@pytest.mark.parametrize("role", Role.values)
def test_each_role_is_given_by_the_roles_of_the_table_and_no_other(role):
    organisation = OrganisationFactory() if role in table.IN_ONE_ORGANISATION else None
    givers = set()
    for other in Role.values:
        local = OrganisationFactory() if other in table.IN_ONE_ORGANISATION else None
        giver = holder_of(other, organisation if organisation and local else local)
        try:
            an_invitation(by=giver, role=role, organisation=organisation, called=f"For {other}")
        except PermissionDenied:
            continue
        givers.add(other)
    assert givers == table.GIVEN_BY[role]


def test_nobody_decides_about_their_own_proposal_or_their_own_role():
    first, second, third = officer(), officer(), officer()
    proposed = an_appointment(person=third, by=first)
    with pytest.raises(ValidationError, match="proposed this yourself"):
        appointing.decide(appointment=proposed, state="approved", by=first)
    with pytest.raises(ValidationError, match="about yourself"):
        appointing.decide(appointment=proposed, state="approved", by=third)
    with pytest.raises(PermissionDenied):
        appointing.decide(appointment=proposed, state="approved", by=operator())
    appointing.decide(appointment=proposed, state="approved", by=second)
    assert (Role.INVIGILATOR, None) in held_by(third)


def test_nobody_takes_what_they_offered_or_approved():
    first, second = officer(), officer()
    invitation, code = an_invitation(by=first)
    appointing.decide(appointment=invitation.appointment, state="approved", by=second)
    for person in (first, second):
        with pytest.raises(ValidationError, match="for somebody else"):
            appointing.take(code=code, by=person)
    with pytest.raises(ValidationError, match="themselves"):
        an_appointment(person=first, by=first)


def test_mighty_role_is_taken_only_by_the_name_that_was_agreed_to_and_both_hear_by_which_account():
    first, second, third = officer(), officer(), PersonFactory(full_name="Sonam Choden")
    invitation, code = an_invitation(by=first)
    appointing.decide(appointment=invitation.appointment, state="approved", by=second)
    with pytest.raises(ValidationError, match="This invitation is for Sonam Choden"):
        appointing.take(code=code, by=PersonFactory(full_name="Karma Dorji"))
    appointing.take(code=code, by=third)
    for person in (first, second):
        assert third.username in Notice.objects.get(person=person, kind="people.invitation_taken").body


def test_second_person_makes_no_new_code_for_what_they_agree_to():
    first, second = officer(), officer()
    invitation, _code = an_invitation(by=first)
    with pytest.raises(PermissionDenied):
        appointing.renew(appointment=invitation.appointment, by=second)
    appointing.renew(appointment=invitation.appointment, by=first)
    alone, _code = an_invitation(by=first, role=Role.EDITOR)
    appointing.renew(appointment=alone.appointment, by=second)


def test_database_refuses_a_mighty_role_that_one_person_gave():
    waiting = an_appointment(person=PersonFactory(), by=officer())
    with pytest.raises(IntegrityError, match="people_mighty_roles_are_given_by_two"), transaction.atomic():
        Appointment.objects.filter(pk=waiting.pk).update(state="approved", decided_at=timezone.now())
    with pytest.raises(IntegrityError, match="people_appointment_not_of_the_proposer"), transaction.atomic():
        Appointment.objects.filter(pk=waiting.pk).update(person=waiting.proposed_by)


def test_refusal_needs_a_reason_and_closes_the_invitation():
    first, second = officer(), officer()
    invitation, code = an_invitation(by=first)
    with pytest.raises(ValidationError, match="why you refuse"):
        appointing.decide(appointment=invitation.appointment, state="refused", by=second)
    appointing.decide(appointment=invitation.appointment, state="refused", reason="Examines her own class.", by=second)
    with pytest.raises(ValidationError, match="does not work any more"):
        appointing.take(code=code, by=PersonFactory())
    assert Notice.objects.get(person=first, kind="people.appointment_refused").body.endswith("Examines her own class.")


def test_invitation_works_once_until_its_end_and_again_for_whoever_took_it():
    first, taker = officer(), PersonFactory()
    _invitation, code = an_invitation(by=first, role=Role.EDITOR)
    taken = appointing.take(code=code, by=taker)
    assert appointing.take(code=code, by=taker) == taken
    assert taker.memberships.count() == 1
    with pytest.raises(ValidationError, match="does not work any more"):
        appointing.take(code=code, by=PersonFactory())
    late, code = an_invitation(by=first, role=Role.EDITOR, called="Karma Dorji")
    long_ago = timezone.now() - timedelta(days=20)
    Invitation.objects.filter(pk=late.pk).update(made_at=long_ago, expires_at=long_ago + timedelta(days=14))
    with pytest.raises(ValidationError, match="does not work any more"):
        appointing.take(code=code, by=PersonFactory())


def test_new_code_takes_the_place_of_the_old_one():
    first = officer()
    invitation, old = an_invitation(by=first, role=Role.EDITOR)
    _invitation, new = appointing.renew(appointment=invitation.appointment, by=first)
    with pytest.raises(ValidationError, match="does not work"):
        appointing.take(code=old, by=PersonFactory())
    taker = PersonFactory()
    appointing.take(code=new, by=taker)
    assert held_by(taker) == {(Role.EDITOR, None)}
    with pytest.raises(ValidationError, match="taken, refused or called back"):
        appointing.renew(appointment=invitation.appointment, by=first)


def test_what_was_taken_back_cannot_be_taken_or_decided():
    first, second = officer(), officer()
    invitation, code = an_invitation(by=first)
    with pytest.raises(ValidationError, match="Only the person who proposed"):
        appointing.take_back(appointment=invitation.appointment, by=second)
    appointing.take_back(appointment=invitation.appointment, by=first)
    with pytest.raises(ValidationError, match="does not work any more"):
        appointing.take(code=code, by=PersonFactory())
    with pytest.raises(ValidationError, match="decided already"):
        appointing.decide(appointment=invitation.appointment, state="approved", by=second)


def test_a_role_that_has_begun_is_not_taken_back():
    first = officer()
    begun = an_appointment(person=PersonFactory(), by=first, role=Role.EDITOR)
    with pytest.raises(ValidationError, match="End it instead"):
        appointing.take_back(appointment=begun, by=first)


def test_offer_of_somebody_who_lost_the_right_to_make_it_is_void():
    school = OrganisationFactory()
    coordinator, taker = holder_of(Role.COORDINATOR, school), PersonFactory()
    _invitation, code = an_invitation(by=coordinator, role=Role.TRAINER, organisation=school)
    coordinator.memberships.update(ended_at=timezone.now())
    with pytest.raises(ValidationError, match="may not give it any more"):
        appointing.take(code=code, by=taker)
    assert held_by(taker) == set()


@pytest.mark.parametrize(
    ("role", "days", "sentence"),
    [
        (Role.EDITOR, 0, "must lie ahead"),
        (Role.EDITOR, 3 * 366 + 1, "3 years at most"),
        (Role.INVIGILATOR, 2 * 366 + 1, "2 years at most"),
    ],
)
def test_every_role_ends_on_a_day_that_is_neither_past_nor_far(role, days, sentence):
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(ValidationError, match=sentence):
        appointing.invite(role=role, last_day=day, called="Sonam", why="Knows it.", by=officer())


def test_role_that_is_held_or_proposed_is_not_proposed_again():
    first, person = officer(), PersonFactory()
    an_appointment(person=person, by=first)
    with pytest.raises(ValidationError, match="waits for a second person already"):
        an_appointment(person=person, by=first)
    editor = holder_of(Role.EDITOR)
    with pytest.raises(ValidationError, match="holds the role already"):
        an_appointment(person=editor, by=first, role=Role.EDITOR)
    an_invitation(by=first, called="Karma Dorji")
    with pytest.raises(ValidationError, match="invited to this role already"):
        an_invitation(by=first, called="karma dorji")


def test_more_time_for_an_invigilator_needs_two_again():
    first, second, person = officer(), officer(), PersonFactory()
    soon = timezone.now() + timedelta(days=10)
    held = Membership.objects.create(person=person, role=Role.INVIGILATOR, valid_until=soon)
    asked = appointing.prolong(membership=held, last_day=in_a_year(), why="Goes on.", by=first)
    held.refresh_from_db()
    assert held.valid_until == soon
    with pytest.raises(ValidationError, match="waits for a second person already"):
        appointing.prolong(membership=held, last_day=in_a_year(), why="Goes on.", by=first)
    appointing.decide(appointment=asked, state="approved", by=second)
    held.refresh_from_db()
    assert (held.last_day, told(person)) == (in_a_year(), ["people.role_extended"])
    with pytest.raises(ValidationError, match="later than the old one"):
        appointing.prolong(membership=held, last_day=in_a_year(), why="Goes on.", by=first)


def test_more_time_for_a_trainer_needs_one():
    school = OrganisationFactory()
    coordinator, soon = holder_of(Role.COORDINATOR, school), timezone.now() + timedelta(days=10)
    held = Membership.objects.create(person=PersonFactory(), role=Role.TRAINER, organisation=school, valid_until=soon)
    appointing.prolong(membership=held, last_day=in_a_year(), why="Goes on.", by=coordinator)
    held.refresh_from_db()
    assert held.last_day == in_a_year()
    with pytest.raises(ValidationError, match="or has no end"):
        appointing.prolong(membership=coordinator.memberships.get(), last_day=in_a_year(), why="Goes on.", by=officer())


def test_code_stands_nowhere_in_the_clear_and_reaches_the_address_in_both_languages():
    _invitation, code = an_invitation(by=officer(), role=Role.EDITOR, email="sonam@example.bt")
    message = Message.objects.get(kind="people.send_invitation")
    assert code not in str(message.payload)
    assert "sonam@example.bt" not in str(message.payload)
    carry(message.pk)
    (sent,) = mail.outbox
    assert sent.to == ["sonam@example.bt"]
    assert f"/en/people/invitations/{code}/" in sent.body
    assert f"/dz/people/invitations/{code}/" in sent.body
    assert code.encode() not in bytes(Invitation.objects.get().digest)


def test_nobody_is_appointed_in_a_closed_organisation_or_with_a_closed_account():
    school = OrganisationFactory(closed_at=timezone.now())
    with pytest.raises(ValidationError, match="organisation is closed"):
        an_invitation(by=officer(), role=Role.TRAINER, organisation=school)
    with pytest.raises(ValidationError, match="account of this person is closed"):
        an_appointment(person=PersonFactory(is_active=False), by=officer(), role=Role.EDITOR)
