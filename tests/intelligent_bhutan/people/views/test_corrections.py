"""Asking for a correction, showing what proves it, deciding: each by somebody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from intelligent_bhutan.people.actions import correcting
from intelligent_bhutan.people.models import Correction, CorrectionScan, User
from intelligent_bhutan.places.models import Gewog
from tests.factories.people import PersonFactory
from tests.factories.recovering import (
    a_centre_coordinator,
    a_correction,
    a_proven_correction,
    an_officer,
    number_of,
    with_card,
)

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n a card"


def asked(person, **changes):
    """What the form sends."""
    born = person.date_of_birth
    facts = {"date_of_birth_0": born.day, "date_of_birth_1": born.month, "date_of_birth_2": born.year}
    facts |= {"full_name": person.full_name, "full_name_dz": "", "gewog": person.gewog_id}
    return facts | {"reason": "My card says Lhamo."} | changes


def address(name, held):
    return reverse(f"people:{name}", args=[held.public_id])


def test_person_asks_and_sees_how_it_stands(client):
    person = PersonFactory(full_name="Pema Lhamu")
    client.force_login(person)
    sent = client.post(reverse("people:my_correction_new"), asked(person, full_name="Pema Lhamo"))
    page = client.get(sent.url).text
    assert [word for word in ("Pema Lhamu", "Pema Lhamo", "Waits for what proves it") if word not in page] == []
    again = client.post(reverse("people:my_correction_new"), asked(person, full_name="Pema"))
    assert (again.status_code, "waits already" in again.text) == (422, True)
    client.post(address("correction_withdraw", Correction.objects.get()))
    assert "Taken back" in client.get(sent.url).text


def test_nothing_changed_is_refused(client):
    person = PersonFactory()
    client.force_login(person)
    assert client.post(reverse("people:my_correction_new"), asked(person)).status_code == 422


def test_officer_asks_for_whoever_stands_there(client):
    coordinator, person = a_centre_coordinator(), with_card(full_name="Pema Lhamu")
    client.force_login(coordinator)
    assert client.get(reverse("people:correction_person")).url == reverse("people:recoveries")
    client.post(reverse("people:recoveries"), {"number": number_of(person)})
    sent = client.post(reverse("people:correction_person"), asked(person, full_name="Pema Lhamo"))
    held = Correction.objects.get()
    assert (sent.url, held.proposed_by, held.person) == (address("correction", held), coordinator, person)
    client.post(address("correction_evidence", held), {"evidence": "card"})
    assert "Another officer decides" in client.get(sent.url).text


def test_coordinator_sees_no_correction_but_of_whom_stands_there(client):
    client.force_login(a_centre_coordinator())
    person = with_card(full_name="Pema Lhamu")
    held = a_correction(person)
    assert client.get(address("correction", held)).status_code == 404
    client.post(reverse("people:recoveries"), {"number": number_of(person)})
    assert client.get(address("correction", held)).status_code == 200


def test_old_and_new_stand_beside_each_other_and_another_officer_decides(client):
    client.force_login(an_officer())
    held = a_proven_correction()
    page = client.get(address("correction", held)).text
    assert page.index("Pema Lhamu") < page.index("Pema Lhamo") < page.index('value="approved"')
    assert client.post(address("correction", held), {"decision": "refused"}).status_code == 422
    assert client.post(address("correction", held), {"decision": "approved"}).url == reverse("people:corrections")
    assert User.objects.get(pk=held.person_id).full_name == "Pema Lhamo"


def test_whoever_looked_at_the_evidence_is_offered_no_decision(client):
    officer = an_officer()
    client.force_login(officer)
    held = a_proven_correction(by=officer)
    assert 'value="approved"' not in client.get(address("correction", held)).text
    assert client.post(address("correction", held), {"decision": "approved"}).status_code == 422


def test_scan_is_taken_by_what_it_is_and_given_to_be_kept_apart(client):
    client.force_login(an_officer())
    held = a_correction()
    for content, status in ((b"<script>", 422), (PNG + b"0" * 2 * 1024 * 1024, 422), (PNG, 302)):
        scan = SimpleUploadedFile("card.png", content, "image/png")
        sent = client.post(address("correction_evidence", held), {"evidence": "card", "scan": scan})
        assert sent.status_code == status
    answer = client.get(address("correction_scan", held))
    assert (answer.content, answer["Content-Type"]) == (PNG, "image/png")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_no_scan_is_not_found(client):
    client.force_login(an_officer())
    held = a_proven_correction()
    assert client.get(address("correction_scan", held)).status_code == 404
    assert not CorrectionScan.objects.exists()


@pytest.mark.parametrize("many", [1, 3])
def test_lists_take_the_same_queries_however_long_they_are(client, django_assert_num_queries, many):
    officer = an_officer()
    client.force_login(officer)
    for _ in range(many):
        a_correction()
    with django_assert_num_queries(5):
        assert client.get(reverse("people:corrections")).text.count("Pema Lhamu") == many


@pytest.mark.parametrize("many", [1, 3])
def test_own_corrections_take_the_same_queries_however_many_places_stand_in_them(
    client, django_assert_num_queries, many
):
    person, gewogs = PersonFactory(), Gewog.objects.order_by("code")[1 : many + 1]
    client.force_login(person)
    for gewog in gewogs:
        correcting.withdraw(correction=a_correction(person, gewog_id=gewog.pk), by=person)
    with django_assert_num_queries(5):
        page = client.get(reverse("people:my_corrections")).text
    assert [gewog.name for gewog in gewogs if gewog.name not in page] == []
