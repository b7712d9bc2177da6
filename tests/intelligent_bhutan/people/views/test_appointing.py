"""Pages of appointing: invite, hand over, accept, decide, list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan import typed_codes
from intelligent_bhutan.people.actions import appointing, limits
from intelligent_bhutan.people.models import Appointment, Membership
from tests.factories.appointing import an_appointment, an_invitation, in_a_year, officer, operator
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role


def asked(**given):
    """What the form of an appointment sends."""
    day = in_a_year()
    parts = {"last_day_0": day.day, "last_day_1": day.month, "last_day_2": day.year}
    return {"role": "editor", "called": "Sonam Choden", "why": "Writes well.", **parts, **given}


def test_invitation_is_shown_once_with_link_code_and_picture_in_both_languages(client):
    client.force_login(officer())
    page = client.post(reverse("people:appoint"), asked())
    code = typed_codes.tidy(page.context["code"], 16)
    assert reverse("people:offer", args=[code]) in page.text
    assert page.text.count('class="qr"') == 1
    assert 'lang="en"' in page.text
    assert 'lang="dz"' in page.text
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    again = client.get(Appointment.objects.get().get_absolute_url())
    assert (code in again.text, typed_codes.grouped(code) in again.text) == (False, False)


def test_same_invitation_sent_twice_is_refused_in_words(client):
    client.force_login(officer())
    client.post(reverse("people:appoint"), asked())
    page = client.post(reverse("people:appoint"), asked())
    assert (page.status_code, Appointment.objects.count()) == (422, 1)
    assert "This person is invited to this role already." in page.text


def test_somebody_with_an_account_is_appointed_by_user_name_and_full_name_together(client):
    client.force_login(officer())
    person = PersonFactory(full_name="Sonam Choden")
    wrong = client.post(reverse("people:appoint"), asked(called="Somebody Else", username=person.username))
    assert "Nobody has this user name and this full name together." in wrong.text
    right = client.post(reverse("people:appoint"), asked(called="sonam  choden", username=person.username.upper()))
    assert right.url == Appointment.objects.get().get_absolute_url()
    assert person.memberships.get().role == Role.EDITOR


def test_a_role_that_one_may_not_give_is_no_choice(client):
    school = OrganisationFactory()
    client.force_login(holder_of(Role.COORDINATOR, school))
    here = reverse("people:appoint_here", args=[school.public_id])
    assert client.get(here).context["form"].fields["role"].choices == [("trainer", "Trainer"), ("member", "Member")]
    assert client.post(here, asked(role="coordinator")).status_code == 422
    assert client.get(reverse("people:appoint")).status_code == 403
    assert client.get(reverse("people:appoint_here", args=[OrganisationFactory().public_id])).status_code == 404


def test_offer_leads_strangers_through_the_door_and_back_and_is_accepted_by_a_button(client):
    _invitation, code = an_invitation(by=officer(), role=Role.EDITOR)
    address = reverse("people:offer", args=[code])
    page = client.get(address)
    assert f"{reverse('account_signup')}?next={address}" in page.text
    assert f"{reverse('account_login')}?next={address}" in page.text
    assert client.post(address).status_code == 200
    assert Membership.objects.filter(role=Role.EDITOR).count() == 0
    person = PersonFactory()
    client.force_login(person)
    assert "You are signed in as" in client.get(address).text
    assert Membership.objects.filter(role=Role.EDITOR).count() == 0
    assert client.post(address).url == reverse("people:my_roles")
    assert person.memberships.get().role == Role.EDITOR
    assert "You accepted this already" in client.get(address).text
    client.force_login(PersonFactory())
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 422


def test_code_on_paper_is_typed_in_any_digits_and_spacing(client):
    _invitation, code = an_invitation(by=officer(), role=Role.EDITOR)
    tibetan = typed_codes.grouped(code).lower().translate(str.maketrans("0123456789", "༠༡༢༣༤༥༦༧༨༩"))
    client.force_login(PersonFactory())
    assert client.post(reverse("people:join"), {"code": tibetan}).url == reverse("people:offer", args=[code])


def test_code_is_typed_before_one_has_an_account(client):
    _invitation, code = an_invitation(by=officer(), role=Role.EDITOR)
    assert reverse("people:join") in client.get(reverse("account_login")).text
    page = client.get(client.post(reverse("people:join"), {"code": code}).url)
    assert "Make an account" in page.text


def test_line_that_guesses_codes_comes_to_a_pause_that_a_right_code_does_not_end(client, monkeypatch):
    monkeypatch.setitem(limits.FREE, "line", 3)
    _invitation, code = an_invitation(by=officer(), role=Role.EDITOR)
    assert client.post(reverse("people:join"), {"code": code}).url == reverse("people:offer", args=[code])
    for _try in range(2):
        client.post(reverse("people:join"), {"code": typed_codes.new(16)})
    assert "Too many tries" in client.post(reverse("people:join"), {"code": code}).text


def test_code_from_before_the_key_was_changed_opens_its_invitation(client, settings):
    _invitation, code = an_invitation(by=officer(), role=Role.EDITOR)
    settings.SECRET_KEY_PREVIOUS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    client.force_login(PersonFactory())
    page = client.post(reverse("people:join"), {"code": code})
    assert page.url == reverse("people:offer", args=[code])
    assert client.get(page.url).status_code == 200


def test_guessing_codes_comes_to_a_pause_that_a_right_code_does_not_pass(client):
    _invitation, code = an_invitation(by=officer(), role=Role.EDITOR)
    client.force_login(PersonFactory())
    for _try in range(10):
        assert "typing mistake" in client.post(reverse("people:join"), {"code": typed_codes.new(16)}).text
    assert "Too many tries" in client.post(reverse("people:join"), {"code": code}).text


def test_second_officer_decides_on_the_page_and_the_first_only_sees_it(client):
    first, second, person = officer(), officer(), PersonFactory()
    waiting = an_appointment(person=person, by=first)
    decide = reverse("people:decide", args=[waiting.public_id])
    client.force_login(first)
    assert "Do you agree?" not in client.get(waiting.get_absolute_url()).text
    assert client.post(decide, {"decision": "approved"}).status_code == 422
    client.force_login(second)
    assert "Do you agree?" in client.get(waiting.get_absolute_url()).text
    assert "Write why you refuse." in client.post(decide, {"decision": "refused"}).text
    assert client.post(decide, {"decision": "approved"}).url == reverse("people:approvals")
    assert person.memberships.get().role == Role.INVIGILATOR
    assert "This was decided already." in client.post(decide, {"decision": "approved"}).text


def test_what_is_offered_is_called_back_and_codes_are_made_anew_on_the_page(client):
    first = officer()
    invitation, old = an_invitation(by=first, role=Role.EDITOR)
    appointment = invitation.appointment
    client.force_login(first)
    page = client.post(reverse("people:renew", args=[appointment.public_id]))
    assert typed_codes.tidy(page.context["code"], 16) != old
    client.post(reverse("people:take_back", args=[appointment.public_id]))
    invitation.refresh_from_db()
    assert invitation.revoked_at
    client.post(reverse("people:renew", args=[appointment.public_id]))
    invitation.refresh_from_db()
    assert invitation.revoked_at


@pytest.mark.parametrize("number", [1, 3])
def test_approvals_are_listed_with_a_steady_number_of_queries(client, django_assert_num_queries, number):
    first, second = officer(), officer()
    for _one in range(number):
        an_appointment(person=PersonFactory(), by=first)
    an_appointment(person=PersonFactory(), by=second)
    client.force_login(second)
    client.get(reverse("people:approvals"))
    with django_assert_num_queries(5):
        page = client.get(reverse("people:approvals"))
    assert len(page.context["page"]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_invitations_are_listed_with_a_steady_number_of_queries(client, django_assert_num_queries, number):
    first, school = officer(), OrganisationFactory()
    for one in range(number):
        an_invitation(by=first, role=Role.TRAINER, organisation=school, called=f"Sonam {one}")
    client.force_login(first)
    client.get(reverse("people:invitations"))
    with django_assert_num_queries(5):
        page = client.get(reverse("people:invitations"))
    assert len(page.context["page"]) == number


def test_coordinator_sees_invitations_of_their_place_and_no_other(client):
    school, first = OrganisationFactory(), officer()
    an_invitation(by=first, role=Role.TRAINER, organisation=school, called="Sonam Here")
    an_invitation(by=first, role=Role.TRAINER, organisation=OrganisationFactory(), called="Sonam Elsewhere")
    client.force_login(holder_of(Role.COORDINATOR, school))
    page = client.get(reverse("people:invitations")).text
    assert ("Sonam Here" in page, "Sonam Elsewhere" in page) == (True, False)


@pytest.mark.parametrize("state", ["open", "run out", "taken", "taken back", "refused", "waiting"])
def test_every_state_of_an_appointment_has_words(client, state):
    first, second = officer(), officer()
    invitation, code = an_invitation(
        by=first, role=Role.INVIGILATOR if state in ("waiting", "refused") else Role.EDITOR
    )
    appointment, past = invitation.appointment, timezone.now() - timedelta(days=20)
    if state == "run out":
        type(invitation).objects.update(made_at=past, expires_at=past + timedelta(days=14))
    elif state == "taken":
        appointing.take(code=code, by=PersonFactory())
    elif state == "taken back":
        appointing.take_back(appointment=appointment, by=first)
    elif state == "refused":
        appointing.decide(appointment=appointment, state="refused", reason="No.", by=second)
    words = {
        "open": "Not taken yet",
        "run out": "Code has run out",
        "taken": "Begun",
        "taken back": "Called back",
        "refused": "Refused",
        "waiting": "Waits for a second person",
    }
    client.force_login(first)
    assert words[state] in client.get(reverse("people:invitations")).text
    assert words[state] in client.get(appointment.get_absolute_url()).text
    assert client.get(appointment.get_absolute_url()).status_code == 200


def test_approvals_page_shows_an_operator_only_what_operators_decide(client):
    boss = operator()
    an_appointment(person=PersonFactory(), by=officer())
    an_appointment(person=PersonFactory(full_name="Karma Officer"), by=operator(), role=Role.PROGRAMME_OFFICER)
    client.force_login(boss)
    (only,) = client.get(reverse("people:approvals")).context["page"]
    assert only.called == "Karma Officer"
