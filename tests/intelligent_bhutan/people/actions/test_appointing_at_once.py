"""Two who decide, and two who take, at the same moment."""

from intelligent_bhutan.people.actions import appointing, leaving, organisations, roles
from intelligent_bhutan.people.models import Appointment, Membership
from tests.factories.appointing import an_appointment, an_invitation, officer, operator
from tests.factories.people import OrganisationFactory, PersonFactory
from tests.moments import beside, many_at_once

DECIDED = "This was decided already. Load the page again to see how."


def test_of_two_approvers_at_once_one_decides_and_the_other_is_told(committed):
    waiting = an_appointment(person=PersonFactory(), by=officer())
    deciders = [officer(), officer()]

    def decide(number):
        done = appointing.decide(
            appointment=waiting, state="approved" if number == 0 else "refused", reason="Seen.", by=deciders[number]
        )
        return done.state

    answers = many_at_once(decide, 2)
    assert answers.count(DECIDED) == 1
    (state,) = set(answers) - {DECIDED}
    held = Appointment.objects.get()
    assert (held.state, held.decided_by) == (state, deciders[answers.index(state)])
    begun = Membership.objects.filter(role=Membership.Role.INVIGILATOR).count()
    assert begun == (1 if state == "approved" else 0)


def test_of_eight_who_take_one_invitation_at_once_one_gets_it(committed):
    _invitation, code = an_invitation(by=officer(), role=Membership.Role.EDITOR)
    people = PersonFactory.create_batch(8)
    answers = many_at_once(lambda number: appointing.take(code=code, by=people[number]).person_id, 8)
    winners = [answer for answer in answers if isinstance(answer, int)]
    assert len(winners) == 1
    assert set(answers) - set(winners) == {
        "This invitation does not work any more. Ask the person who sent it for a new one."
    }
    assert Membership.objects.get(role=Membership.Role.EDITOR).person_id == winners[0]


def test_taking_and_agreeing_at_once_begins_the_role_once(committed):
    invitation, code = an_invitation(by=officer())
    second, person = officer(), PersonFactory(full_name="Sonam Choden")
    works = [
        lambda: appointing.take(code=code, by=person).pk,
        lambda: appointing.decide(appointment=invitation.appointment, state="approved", by=second).pk,
    ]
    many_at_once(lambda number: works[number](), 2)
    assert Membership.objects.filter(person=person, role=Membership.Role.INVIGILATOR).count() == 1


def test_of_the_last_two_operators_who_leave_at_once_one_stays(committed):
    held = [operator().memberships.get(), operator().memberships.get()]
    answers = many_at_once(lambda number: roles.end(membership=held[number], by=None).pk, 2)
    assert answers.count("This is the last operator. Appoint another one first.") == 1
    assert Membership.objects.current().filter(role=Membership.Role.OPERATOR).count() == 1


def test_nobody_slips_into_an_organisation_that_closes_at_the_same_moment(committed):
    school, person, by = OrganisationFactory(), PersonFactory(), officer()
    answer = beside(
        lambda: organisations.close(organisation=school, reason="Merged.", by=by),
        lambda: roles.appoint(person=person, role=Membership.Role.TRAINER, organisation=school, by=by),
    )
    assert answer == "This organisation is closed. Nobody is appointed here any more."
    assert not person.memberships.exists()


def test_nothing_is_founded_below_an_organisation_that_closes_at_the_same_moment(committed):
    agency, by = OrganisationFactory(kind="agency"), officer()
    answer = beside(
        lambda: organisations.close(organisation=agency, reason="Merged.", by=by),
        lambda: organisations.found(kind="school", name="Khoma School", parent=agency, by=by),
    )
    assert answer == "The body above is closed. Choose another one."
    assert not agency.children.exists()


def test_organisation_that_is_founded_twice_at_once_stands_once(committed):
    def found():
        return organisations.found(kind="school", name="Khoma School", by=None)

    assert beside(found, found) == "There is an organisation of this name in this place already."


def test_whoever_leaves_while_their_role_is_being_agreed_to_gets_none(committed):
    person, second, boss = PersonFactory(), officer(), operator()
    waiting = an_appointment(person=person, by=officer())
    answer = beside(
        lambda: roles.lock(person),
        lambda: appointing.decide(appointment=waiting, state="approved", by=second),
        lambda: leaving.leave_programme(person=person, reason="Left.", by=boss),
    )
    assert answer == DECIDED
    assert not person.memberships.exists()


def test_of_two_moves_at_once_none_makes_a_ring(committed):
    one, other, by = OrganisationFactory(), OrganisationFactory(), officer()
    answer = beside(
        lambda: organisations.change(organisation=one, version=1, answers={"parent": other}, by=by),
        lambda: organisations.change(organisation=other, version=1, answers={"parent": one}, by=by),
    )
    assert answer == "This body lies below the organisation itself. Choose another one."


def test_invitation_that_is_sent_twice_at_once_is_made_once(committed):
    by = officer()
    answers = many_at_once(lambda number: an_invitation(by=by, role=Membership.Role.EDITOR)[0].pk, 2)
    assert Appointment.objects.count() == 1
    assert "This person is invited to this role already. A new code can be made there." in answers
