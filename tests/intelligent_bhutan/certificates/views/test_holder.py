"""One's own certificates, and nobody else's."""

import pytest
from django.urls import reverse

from intelligent_bhutan.certificates import actions, queries, shelf
from intelligent_bhutan.certificates.models import Award
from tests.factories.certificates import AchievementFactory, an_award, an_issued
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def detail_of(award):
    return reverse("certificates:detail", args=[award.public_id])


def download_of(award):
    return reverse("certificates:download", args=[award.public_id])


@pytest.fixture
def ready(award):
    return actions.make_pdf(award=award.pk)


def test_strangers_are_led_to_sign_in(client, ready):
    for address in (reverse("certificates:mine"), detail_of(ready), download_of(ready)):
        response = client.get(address)
        assert response.status_code == 302
        assert reverse("account_login") in response["Location"]


def test_others_find_nothing_not_even_staff(client, ready, officer):
    for person in (PersonFactory(), officer):
        client.force_login(person)
        assert client.get(detail_of(ready)).status_code == 404
        assert client.get(download_of(ready)).status_code == 404
        assert list(client.get(reverse("certificates:mine")).context["page"]) == []


def test_holder_sees_certificate_code_and_ways_on(client, ready):
    client.force_login(ready.citizen)
    response = client.get(detail_of(ready))
    for said in ("Sonam Choden", "བསོད་ནམས་ཆོས་སྒྲོན", "Banking and payments", ready.serial, 'class="qr"'):
        assert said in response.text, said
    assert f'href="{download_of(ready)}"' in response.text
    assert f'href="{queries.verify_address(ready)}?lang=en"' in response.text
    assert "no-store" in response["Cache-Control"]


def test_holder_of_an_award_without_number_is_told_to_wait(client):
    waiting = an_award()
    client.force_login(waiting.citizen)
    assert "is being made" in client.get(detail_of(waiting)).text


def test_holder_of_a_number_without_pdf_is_told_to_wait(client, award):
    client.force_login(award.citizen)
    page = client.get(detail_of(award)).text
    assert "The PDF is being made" in page
    assert download_of(award) not in page
    assert client.get(download_of(award)).status_code == 404


def test_holder_of_a_revoked_certificate_learns_why_and_gets_no_paper(client, ready):
    actions.revoke(award=ready, reason=Award.Reason.IDENTITY, by=None)
    client.force_login(ready.citizen)
    page = client.get(detail_of(ready)).text
    assert "It was not the person named on it" in page
    assert 'class="qr"' not in page
    assert client.get(download_of(ready)).status_code == 404


def test_demonstration_is_named_on_page_and_file(client):
    example = actions.make_pdf(award=an_issued(PersonFactory(is_demonstration=True)).pk)
    client.force_login(example.citizen)
    assert "this certificate is an example" in client.get(detail_of(example)).text
    assert f'filename="demonstration-{example.serial}.pdf"' in client.get(download_of(example))["Content-Disposition"]


def test_download_is_a_file_that_no_browser_guesses_at(client, ready):
    client.force_login(ready.citizen)
    response = client.get(download_of(ready))
    assert response.content.startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{ready.serial}.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))


def test_download_of_a_damaged_file_is_not_found(client, ready):
    (queries.folder() / shelf.place_of(ready.pdf_sha256)).write_bytes(b"%PDF damaged")
    client.force_login(ready.citizen)
    assert client.get(download_of(ready)).status_code == 404


@pytest.mark.parametrize("name", ["mine", "detail", "download"])
def test_pages_are_read_only(client, ready, name):
    client.force_login(ready.citizen)
    arguments = [] if name == "mine" else [ready.public_id]
    assert client.post(reverse(f"certificates:{name}", args=arguments)).status_code == 405


def test_list_without_certificates_says_how_one_comes(client):
    client.force_login(PersonFactory())
    assert "You have no certificate yet" in client.get(reverse("certificates:mine")).text


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(client, django_assert_num_queries, count):
    person = PersonFactory()
    for version in range(count):
        achievement = AchievementFactory(version=str(version))
        actions.issue(award=actions.award(citizen=person, achievement=achievement, evidence=[]).pk)
    client.force_login(person)
    with django_assert_num_queries(4):
        page = client.get(reverse("certificates:mine")).context["page"]
    assert len(page) == count


@pytest.mark.parametrize("state", ["waiting", "ready", "revoked"])
def test_pages_open_in_dzongkha(client, state):
    award = an_award()
    if state != "waiting":
        award = actions.make_pdf(award=actions.issue(award=award.pk).pk)
    if state == "revoked":
        award = actions.revoke(award=award, reason=Award.Reason.MISTAKE, by=None)
    client.force_login(award.citizen)
    for address in (detail_of(award), reverse("certificates:mine")):
        response = client.get(address.replace("/en/", "/dz/", 1))
        assert response.status_code == 200
        assert '<html lang="dz"' in response.text
