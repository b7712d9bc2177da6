"""The officer's pages: nobody is listed, the least is shown, two decide, the slip is shown once."""

import re

import pytest
from django.urls import reverse

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.models import Recovery
from tests.factories.people import PersonFactory
from tests.factories.recovering import a_centre_coordinator, a_number, a_recovery, an_officer, number_of, with_card

pytestmark = pytest.mark.django_db
BORN = {"date_of_birth_0": "5", "date_of_birth_1": "12", "date_of_birth_2": "1986"}


@pytest.fixture
def officer(client):
    officer = an_officer()
    client.force_login(officer)
    return officer


def find(client, **given):
    return client.post(reverse("people:recoveries"), given)


def about(person):
    """Name, birth date and gewog as one types them."""
    born = person.date_of_birth
    parts = {"date_of_birth_0": born.day, "date_of_birth_1": born.month, "date_of_birth_2": born.year}
    return {"full_name": person.full_name, "gewog": person.gewog_id} | parts


def test_card_leads_to_a_slip(client, officer):
    person = with_card(username="dorji", phone="+97517123456")
    assert find(client, number=number_of(person)).url == reverse("people:recovery_person")
    page = client.get(reverse("people:recovery_person")).text
    assert person.full_name in page
    assert [secret for secret in (number_of(person), "17123456", "dorji") if secret in page] == []
    begun = client.post(reverse("people:recovery_person"), {"evidence": "card"})
    assert "Make the slip" in client.get(begun.url).text
    slip = client.post(reverse("people:recovery_slip", args=[Recovery.objects.get().public_id]))
    assert slip.headers["Cache-Control"].startswith("max-age=0")
    digits = "".join(re.search(r"([0-9]{4}) ([0-9]{4}) ([0-9]{4})", slip.text).groups())
    other = type(client)()
    assert other.post(reverse("people:recover"), {"slip": digits}).url == reverse("people:recover_new")


def test_looking_is_on_record_and_the_number_stands_nowhere_in_clear(client, officer):
    person = with_card()
    find(client, number=number_of(person))
    entry = Entry.objects.get(verb="person:found_at_centre")
    assert (entry.actor, entry.subject) == (str(officer.public_id), str(person.public_id))
    assert number_of(person) not in str(dict(client.session))


def test_whoever_was_found_and_then_closed_is_looked_for_anew(client, officer):
    person = with_card()
    find(client, number=number_of(person))
    person.is_active = False
    person.save()
    assert client.get(reverse("people:recovery_person")).url == reverse("people:recoveries")


def test_person_is_found_by_name_birth_date_and_gewog_together(client, officer):
    person = PersonFactory()
    assert find(client, **about(person)).status_code == 302
    for wrong in ({"full_name": "Pema"}, BORN, {"gewog": ""}):
        page = find(client, **about(person) | wrong)
        assert page.status_code == 422
        assert person.username not in page.text


def test_two_people_alike_are_told_apart_by_the_number_alone(client, officer):
    first = PersonFactory(full_name="Sonam Dorji")
    second = with_card(full_name="Sonam Dorji")
    page = find(client, **about(first))
    assert page.status_code == 422
    assert "more than one person" in page.text
    assert find(client, number=number_of(second)).status_code == 302


def test_unknown_number_leads_to_nobody(client, officer):
    assert find(client, number=a_number()).status_code == 422
    assert find(client, number="").status_code == 422
    assert client.get(reverse("people:recovery_person")).url == reverse("people:recoveries")


def test_second_person_decides_on_the_page(client, officer):
    held = a_recovery(facts_differ=True)
    page = client.get(reverse("people:recovery", args=[held.public_id]))
    assert "Approve" in page.text
    refused = client.post(page.request["PATH_INFO"], {"decision": "refused", "reason": ""})
    assert refused.status_code == 422
    assert "why you refuse" in refused.text
    assert client.post(page.request["PATH_INFO"], {"decision": "approved"}).url == reverse("people:recoveries")
    assert Recovery.objects.get().decided_by == officer


def test_whoever_began_cannot_decide(client, officer):
    held = a_recovery(by=officer, facts_differ=True)
    address = reverse("people:recovery", args=[held.public_id])
    page = client.get(address).text
    assert "Ask a programme officer" in page
    assert 'value="approved"' not in page
    assert client.post(address, {"decision": "approved"}).status_code == 422
    refused = client.post(reverse("people:recovery_slip", args=[held.public_id]), follow=True)
    assert "There can be no slip for this." in refused.text


def test_coordinator_sees_only_what_they_began(client):
    coordinator = a_centre_coordinator()
    client.force_login(coordinator)
    mine, theirs = a_recovery(by=coordinator), a_recovery()
    page = client.get(reverse("people:recoveries")).text
    assert reverse("people:recovery", args=[mine.public_id]) in page
    assert reverse("people:recovery", args=[theirs.public_id]) not in page
    assert client.get(reverse("people:recovery", args=[theirs.public_id])).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_list_takes_the_same_queries_however_long_it_is(client, officer, django_assert_num_queries, many):
    for _ in range(many):
        a_recovery()
    with django_assert_num_queries(7):
        page = client.get(reverse("people:recoveries")).text
    assert page.count("A slip can be made") == many
