"""Pages of roles: who holds which where, its history, more time, its end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.actions import leaving
from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.places.models import Dzongkhag, Gewog
from tests.factories.appointing import an_appointment, in_a_year, officer, operator
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role


def names(client, **asked):
    """Whom the list shows, in order."""
    return [held.person.full_name for held in client.get(reverse("people:roles"), asked).context["page"]]


def test_roles_are_filtered_by_role_dzongkhag_time_and_name(client):
    paro = Gewog.objects.filter(dzongkhag=Dzongkhag.objects.get(name_en="Paro")).first()
    school, now = OrganisationFactory(name="Taju School", gewog=paro), timezone.now()
    client.force_login(officer(full_name="Aum Officer"))
    holder_of(Role.TRAINER, school, full_name="Karma Trainer")
    held = holder_of(Role.EDITOR, full_name="Sonam Editor").memberships
    held.update(valid_until=now + timedelta(days=20))
    old = holder_of(Role.EDITOR, full_name="Dawa Gone").memberships.get()
    leaving.end(membership=old, reason="Left.", by=officer(full_name="Zangmo Officer"))
    assert names(client) == ["Aum Officer", "Karma Trainer", "Sonam Editor", "Zangmo Officer"]
    assert names(client, role="trainer") == ["Karma Trainer"]
    assert names(client, dzongkhag=paro.dzongkhag_id) == ["Karma Trainer"]
    assert names(client, state="soon") == ["Sonam Editor"]
    assert names(client, state="ended") == ["Dawa Gone"]
    assert names(client, q="taju") == ["Karma Trainer"]
    assert names(client, q="editor", role="nonsense") == ["Sonam Editor"]


def test_coordinator_sees_roles_there_and_below_and_no_other(client):
    above = OrganisationFactory()
    below = OrganisationFactory(parent=above)
    inside, outside = holder_of(Role.TRAINER, below), holder_of(Role.TRAINER, OrganisationFactory())
    client.force_login(holder_of(Role.COORDINATOR, above, full_name="Aum Coordinator"))
    assert names(client) == ["Aum Coordinator", inside.full_name]
    assert client.get(inside.memberships.get().get_absolute_url()).status_code == 200
    assert client.get(outside.memberships.get().get_absolute_url()).status_code == 404
    assert client.get(reverse("people:roles_csv")).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_roles_are_listed_with_a_steady_number_of_queries(client, django_assert_num_queries, number):
    school = OrganisationFactory()
    for _one in range(number):
        holder_of(Role.TRAINER, school)
    client.force_login(officer())
    client.get(reverse("people:roles"))
    with django_assert_num_queries(6):
        assert len(names(client)) == number + 1


def test_list_leaves_as_csv_that_no_spreadsheet_runs_and_the_record_says_who_took_it(client):
    person = officer(full_name="=SUM(A1)")
    client.force_login(person)
    answer = client.get(reverse("people:roles_csv"), {"role": "programme_officer"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0] == "\ufeffFull name,User name,Role,Organisation,From,Until,Ended"
    assert lines[1].startswith(f"'=SUM(A1),{person.username},programme_officer,,")
    assert Entry.objects.get(verb="roles:taken_away").actor == str(person.public_id)


def test_history_names_who_gave_agreed_and_ended(client):
    first, second, person = officer(full_name="Ap First"), officer(full_name="Aum Second"), PersonFactory()
    waiting = an_appointment(person=person, by=first)
    client.force_login(second)
    client.post(reverse("people:decide", args=[waiting.public_id]), {"decision": "approved"})
    held = person.memberships.get()
    answer = client.post(reverse("people:role_end", args=[held.public_id]), {"reason": "Moved to Paro."})
    assert answer.url == held.get_absolute_url()
    page = client.get(held.get_absolute_url()).text.split("<main")[1]
    assert "Ap First" in page
    assert "Knows the work." in page
    assert page.count("Aum Second") == 2
    assert "Moved to Paro." in page


def test_more_time_is_asked_for_on_the_page_of_the_role(client):
    person, day = PersonFactory(), in_a_year()
    held = Membership.objects.create(person=person, role=Role.EDITOR, valid_until=timezone.now() + timedelta(days=5))
    client.force_login(officer())
    asked = {"last_day_0": day.day, "last_day_1": day.month, "last_day_2": day.year, "why": "Goes on."}
    assert client.post(reverse("people:role_extend", args=[held.public_id]), asked).url == held.get_absolute_url()
    held.refresh_from_db()
    assert held.last_day == day
    assert client.post(reverse("people:role_extend", args=[held.public_id]), asked).status_code == 422


def test_own_roles_are_listed_and_laid_down(client):
    person = holder_of(Role.EDITOR)
    held = person.memberships.get()
    an_appointment(person=person, by=officer(full_name="Ap Officer"))
    client.force_login(person)
    assert reverse("people:my_roles") in client.get(reverse("my_page")).text
    page = client.get(reverse("people:my_roles")).text
    assert "Ap Officer proposes you as Invigilator" in page
    address = reverse("people:role_lay_down", args=[held.public_id])
    assert address in page
    assert client.post(address, {"sure": ""}).status_code == 422
    assert client.post(address, {"sure": "on"}).url == reverse("people:my_roles")
    assert "You have no role in the programme now." in client.get(reverse("people:my_roles")).text
    assert client.post(address, {"sure": "on"}).status_code == 404


def test_last_operator_is_told_on_the_page(client):
    last = operator()
    client.force_login(last)
    page = client.post(reverse("people:role_lay_down", args=[last.memberships.get().public_id]), {"sure": "on"})
    assert "This is the last operator." in page.text


def test_somebody_leaves_the_programme_on_the_page(client):
    person = holder_of(Role.EDITOR)
    client.force_login(officer())
    address = reverse("people:leave", args=[person.public_id])
    assert "Editor" in client.get(address).text
    assert client.post(address, {"reason": "Retired.", "close_account": "on"}).url == reverse("people:roles")
    person.refresh_from_db()
    assert (person.is_active, person.memberships.current().count()) == (False, 0)
    assert client.get(reverse("people:leave", args=[PersonFactory().public_id])).status_code == 404
