"""Back in at a centre: who may, when it takes two, and what a slip opens."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.actions import identity, recovering
from intelligent_bhutan.people.actions.registering import digests_of
from intelligent_bhutan.people.models import Membership, Organisation, Pin, Recovery, User
from intelligent_bhutan.people.queries.recovering import recovered_lately, shown_at_centre
from tests.factories.people import PersonFactory, holder_of
from tests.factories.recovering import (
    a_centre_coordinator,
    a_number,
    a_recovery,
    a_slip,
    an_officer,
    number_of,
    with_card,
)
from tests.moments import alone, at_once

NEW = "four-red-dzongs"
Role, Kind = Membership.Role, Organisation.Kind


def use(slip, **changes):
    return recovering.use_slip(digest=recovering.slip_digest(slip), **{"password": NEW} | changes)


@pytest.mark.django_db
def test_checked_number_on_the_card_needs_one_officer():
    held = a_recovery()
    assert (held.state, held.needs_second, held.decided_by) == ("approved", False, None)
    assert held.person.notices.get().kind == "people.recovery_asked"
    entry = Entry.objects.get(verb="recovery:begun")
    assert (entry.reason, entry.subject) == ("card", str(held.public_id))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "person"),
    [
        ({"evidence": "witnesses", "witnesses": ("Ap Dorji", "Aum Pema"), "number": ""}, with_card),
        ({"facts_differ": True}, with_card),
        ({"drops": ["drops_phone"]}, with_card),
        ({"drops": ["drops_email"]}, with_card),
        ({"drops": ["drops_factors"]}, with_card),
        ({"number": "11007999999"}, PersonFactory),
    ],
)
def test_what_changes_who_somebody_is_needs_two(changes, person):
    person = person()
    seen = {"evidence": "card"} | ({} if "number" in changes else {"number": number_of(person)}) | changes
    held = recovering.begin(person=person, by=an_officer(), **seen)
    assert (held.state, held.needs_second) == ("waiting", True)
    with pytest.raises(ValidationError, match="no slip"):
        recovering.make_slip(recovery=held, by=held.proposed_by)
    recovering.decide(recovery=held, state="approved", by=an_officer())
    assert len(recovering.make_slip(recovery=held, by=held.proposed_by)) == 12


@pytest.mark.django_db
def test_staff_are_let_in_by_two():
    person = with_card()
    Membership.objects.create(person=person, role=Role.EDITOR)
    assert a_recovery(User.objects.get(pk=person.pk)).needs_second


@pytest.mark.django_db
def test_one_officer_opens_no_account_of_somebody_who_became_staff_meanwhile():
    held = a_recovery()
    slip = recovering.make_slip(recovery=held, by=held.proposed_by)
    Membership.objects.create(person=held.person, role=Role.OPERATOR)
    with pytest.raises(ValidationError, match="no slip"):
        recovering.make_slip(recovery=held, by=held.proposed_by)
    with pytest.raises(ValidationError, match="does not work any more"):
        use(slip)


@pytest.mark.django_db
def test_number_counts_as_checked_once_the_second_person_agrees():
    person, number = PersonFactory(), a_number()
    identity.claim(person=person, number=number, by=person)
    officer = an_officer()
    held = recovering.begin(person=person, evidence="card", number=number, by=officer)
    person.identity_number.refresh_from_db()
    assert person.identity_number.checked_at is None
    recovering.decide(recovery=held, state="approved", by=an_officer())
    person.identity_number.refresh_from_db()
    assert person.identity_number.checked_by == officer


@pytest.mark.django_db
def test_number_that_witnesses_stood_for_is_kept_nowhere_and_never_counts_as_checked():
    person, number = PersonFactory(), a_number()
    identity.claim(person=person, number=number, by=person)
    witnesses = ("Ap Dorji", "Aum Pema")
    held = recovering.begin(person=person, evidence="witnesses", number=number, witnesses=witnesses, by=an_officer())
    recovering.decide(recovery=held, state="approved", by=an_officer())
    person.identity_number.refresh_from_db()
    assert (held.number_digest, person.identity_number.checked_at) == (None, None)


@pytest.mark.django_db
def test_nobody_decides_what_they_began_or_about_themselves():
    held = a_recovery(facts_differ=True)
    with pytest.raises(ValidationError, match="proposed this yourself"):
        recovering.decide(recovery=held, state="approved", by=held.proposed_by)
    Membership.objects.create(person=held.person, role=Role.OPERATOR)
    with pytest.raises(ValidationError, match="about yourself"):
        recovering.decide(recovery=held, state="approved", by=User.objects.get(pk=held.person.pk))
    with pytest.raises(PermissionDenied):
        recovering.decide(recovery=held, state="approved", by=a_centre_coordinator())


@pytest.mark.django_db
def test_refusal_needs_a_reason_and_makes_no_slip():
    held = a_recovery(facts_differ=True)
    with pytest.raises(ValidationError, match="why you refuse"):
        recovering.decide(recovery=held, state="refused", by=an_officer())
    held = recovering.decide(recovery=held, state="refused", reason="Another face", by=an_officer())
    with pytest.raises(ValidationError, match="no slip"):
        recovering.make_slip(recovery=held, by=held.proposed_by)


@pytest.mark.django_db
def test_database_refuses_an_approval_by_one_where_it_takes_two():
    held = a_recovery(facts_differ=True)
    with pytest.raises(IntegrityError, match="by_two_where_it_must_be"), transaction.atomic():
        Recovery.objects.filter(pk=held.pk).update(state="approved", decided_at=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("helper", "may"),
    [
        (an_officer, True),
        (lambda: holder_of(Role.OPERATOR), True),
        (a_centre_coordinator, True),
        (lambda: a_centre_coordinator(Kind.AGENCY), True),
        (lambda: a_centre_coordinator(Kind.SCHOOL), False),
        (lambda: holder_of(Role.INVIGILATOR), False),
        (PersonFactory, False),
    ],
)
def test_who_may_let_people_in(helper, may):
    by = helper()
    if may:
        assert a_recovery(by=by).proposed_by == by
    else:
        with pytest.raises(PermissionDenied):
            a_recovery(by=by)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": "11007"}, "eleven digits"),
        ({"number": "10000000000"}, "not their card"),
        ({"evidence": "witnesses", "witnesses": ("Ap Dorji", "")}, "two witnesses"),
        ({"evidence": "witnesses", "witnesses": ("Ap Dorji", "Ap Dorji")}, "two witnesses"),
    ],
)
def test_half_an_evidence_is_none(changes, words):
    with pytest.raises(ValidationError, match=words):
        a_recovery(**changes)


@pytest.mark.django_db
def test_officer_does_not_let_themselves_in():
    officer = an_officer()
    identity.see_card(person=officer, number=a_number(), by=PersonFactory())
    with pytest.raises(ValidationError, match="let yourself in"):
        a_recovery(officer, by=officer)


@pytest.mark.django_db
def test_day_has_a_limit_and_operators_hear_of_many(monkeypatch):
    officer, operator, now = an_officer(), holder_of(Role.OPERATOR), timezone.now()
    monkeypatch.setattr(recovering, "A_DAY", 4)
    monkeypatch.setattr(recovering, "UNUSUAL", 3)
    for number in range(4):
        assert operator.notices.count() == (number > 2)
        a_recovery(by=officer)
    with pytest.raises(ValidationError, match="in a day"):
        a_recovery(by=officer)
    a_recovery(by=officer, at=now + timedelta(days=1))
    assert [notice.kind for notice in operator.notices.all()] == ["people.recoveries_unusual"]


@pytest.mark.django_db
def test_slip_opens_once_and_signs_everybody_out():
    person = with_card()
    before = person.get_session_auth_hash()
    slip = a_slip(person)
    use(slip)
    held = User.objects.get(pk=person.pk)
    assert held.check_password(NEW)
    assert held.get_session_auth_hash() != before
    assert [notice.kind for notice in held.notices.all()] == ["people.recovered", "people.recovery_asked"]
    with pytest.raises(ValidationError, match="does not work any more"):
        use(slip, password="five-green-rivers")


@pytest.mark.django_db
def test_slip_works_for_a_day():
    with pytest.raises(ValidationError, match="does not work any more"):
        use(a_slip(), at=timezone.now() + timedelta(hours=24, minutes=1))


@pytest.mark.django_db
def test_newer_slip_ends_the_older_one_and_only_its_officer_makes_it():
    held = a_recovery()
    older = recovering.make_slip(recovery=held, by=held.proposed_by)
    with pytest.raises(PermissionDenied):
        recovering.make_slip(recovery=held, by=an_officer())
    newer = recovering.make_slip(recovery=held, by=held.proposed_by)
    with pytest.raises(ValidationError, match="does not work any more"):
        use(older)
    use(newer)


@pytest.mark.django_db
def test_no_slip_a_week_after_the_approval():
    held = a_recovery()
    with pytest.raises(ValidationError, match="Begin anew"):
        recovering.make_slip(recovery=held, by=held.proposed_by, at=timezone.now() + timedelta(days=8))


@pytest.mark.django_db
def test_slip_stands_nowhere_in_clear():
    slip = a_slip()
    assert [row for row in map(str, [*Recovery.objects.values(), *Entry.objects.values()]) if slip in row] == []


@pytest.mark.django_db
def test_unverified_addresses_go_and_verified_ones_stay():
    person = with_card(phone="+97517123456", phone_verified=True, email="pema@example.bt")
    EmailAddress.objects.create(user=person, email="pema@example.bt", verified=True, primary=True)
    EmailAddress.objects.create(user=person, email="thief@example.bt", verified=False)
    use(a_slip(person))
    held = User.objects.get(pk=person.pk)
    assert (held.phone, held.phone_verified, held.email) == ("+97517123456", True, "pema@example.bt")
    assert [one.email for one in EmailAddress.objects.filter(user=person)] == ["pema@example.bt"]
    unproven = with_card(phone="+97517999999")
    use(a_slip(unproven))
    assert User.objects.get(pk=unproven.pk).phone is None


@pytest.mark.django_db
def test_what_is_lost_is_taken_away_and_the_second_factor_only_then():
    person = with_card(phone="+97517123456", phone_verified=True, email="pema@example.bt")
    EmailAddress.objects.create(user=person, email="pema@example.bt", verified=True, primary=True)
    Authenticator.objects.create(user=person, type="totp", data={})
    use(a_slip(person))
    assert Authenticator.objects.filter(user=person).exists()
    held = a_recovery(person, drops=["drops_phone", "drops_email", "drops_factors"])
    recovering.decide(recovery=held, state="approved", by=an_officer())
    use(recovering.make_slip(recovery=held, by=held.proposed_by))
    person.refresh_from_db()
    assert (person.phone, person.phone_verified, person.email) == (None, False, None)
    assert not Authenticator.objects.filter(user=person).exists()


@pytest.mark.django_db
def test_who_has_a_class_card_gets_a_new_pin():
    person = with_card()
    person.set_unusable_password()
    person.save()
    Pin.objects.create(person=person, kind="picture", digest=b"0" * 32)
    _person, symbols = use(a_slip(person), pin_kind="number")
    assert len(symbols) == 6
    assert Pin.objects.get(person=person).kind == "number"


@pytest.mark.django_db
def test_who_has_a_password_gets_no_pin_instead():
    slip = a_slip()
    with pytest.raises(ValidationError, match="Choose a password"):
        use(slip, pin_kind="number")


@pytest.mark.django_db
def test_recovery_is_shown_for_a_day():
    person = with_card()
    assert recovered_lately(person) is None
    use(a_slip(person))
    assert recovered_lately(person).person == person
    assert recovered_lately(person, timezone.now() + timedelta(hours=25)) is None


def test_of_two_who_use_a_slip_at_once_one_is_refused(committed):
    slip = a_slip()
    came = at_once(*[lambda word=word: alone(lambda: str(use(slip, password=word)[1])) for word in (NEW, NEW + "s")])
    assert sorted(came) == ["None", "This slip does not work any more. Ask the officer for a new one."]


def test_of_two_who_decide_at_once_one_is_refused(committed):
    held = a_recovery(facts_differ=True)
    officers = [an_officer(), an_officer()]
    came = at_once(
        *[
            lambda by=by: alone(lambda: recovering.decide(recovery=held, state="approved", by=by).state)
            for by in officers
        ]
    )
    assert sorted(came) == ["This was decided already. Load the page again to see how.", "approved"]


def test_the_limit_of_a_day_holds_for_what_begins_at_once(committed, monkeypatch):
    monkeypatch.setattr(recovering, "A_DAY", 2)
    officer, people = an_officer(), [with_card() for _ in range(4)]
    came = at_once(*[lambda one=one: alone(lambda: a_recovery(one, by=officer).state) for one in people])
    assert came.count("approved") == 2


@pytest.mark.django_db
def test_slip_opens_no_account_that_was_closed_meanwhile():
    slip = a_slip()
    User.objects.filter(pk=Recovery.objects.get().person_id).update(is_active=False)
    assert recovering.by_slip(recovering.slip_digest(slip)) is None
    with pytest.raises(ValidationError, match="does not work any more"):
        use(slip)


@pytest.mark.django_db
def test_card_is_known_again_while_the_key_is_changed(settings):
    number = a_number()
    person = with_card(number)
    settings.IDENTITY_KEY_PREVIOUS, settings.IDENTITY_KEY = [settings.IDENTITY_KEY], "another key"
    assert shown_at_centre(digests=digests_of(number), full_name="", date_of_birth=None, gewog=None) == person
    assert a_recovery(person, number=number).state == "approved"
