"""What anyone, the holder and staff see of certificates."""

import pytest
from django.conf import settings
from django.urls import reverse

from intelligent_bhutan.certificates import actions, codes
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.people.models import Membership
from tests.factories.certificates import an_award, an_issued
from tests.factories.people import PersonFactory, holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def award():
    return an_issued(PersonFactory(full_name="Sonam Choden", full_name_dz="བསོད་ནམས་ཆོས་སྒྲོན"))


@pytest.fixture
def officer():
    return holder_of(Membership.Role.PROGRAMME_OFFICER)


def picture_address(award):
    return reverse("verify:show", args=[award.code, codes.secret(award.code, settings.CERTIFICATE_KEY.encode())])


@pytest.mark.parametrize("name", ["Sonam Choden", " sonam  CHODEN ", "SonamChoden", "བསོད་ནམས་ཆོས་སྒྲོན་"])
def test_code_and_name_match(client, award, name):
    response = client.post(reverse("verify:form"), {"code": codes.grouped(award.code).lower(), "name": name})
    assert response.status_code == 200
    assert "Genuine and valid" in response.text
    assert response["X-Robots-Tag"] == "noindex"


def test_code_alone_reveals_no_name(client, award):
    for name in ("", "Somebody Else", "Sonam"):
        response = client.post(reverse("verify:form"), {"code": award.code, "name": name})
        assert response.status_code in {404, 422}
        assert "Choden" not in response.text


def test_code_with_a_typing_mistake_says_so(client, award):
    wrong = ("1" if award.code[0] != "1" else "2") + award.code[1:]
    response = client.post(reverse("verify:form"), {"code": wrong, "name": "Sonam Choden"})
    assert response.status_code == 422
    assert "typing mistake" in response.text


def test_guessing_names_under_one_code_comes_to_an_end(client, award):
    for _ in range(20):
        client.post(reverse("verify:form"), {"code": award.code, "name": "x"})
    assert client.post(reverse("verify:form"), {"code": award.code, "name": "Sonam Choden"}).status_code == 429


def test_picture_code_shows_name_and_what_was_tested(client, award):
    page = client.get(picture_address(award)).text
    assert "Genuine and valid" in page
    assert "Sonam Choden" in page
    assert "Banking and payments" in page
    assert award.serial in page


def test_picture_code_with_a_wrong_secret_tells_nothing(client, award):
    response = client.get(reverse("verify:show", args=[award.code, "A" * 22]))
    assert response.status_code == 404
    assert "Choden" not in response.text


def test_revoked_certificate_says_when_and_why(client, award):
    actions.revoke(award=award, reason=Award.Reason.CHEATING, by=None)
    page = client.get(picture_address(award)).text
    assert "Not valid" in page
    assert "The rules of the examination were broken" in page
    assert "Genuine" not in page


def test_verify_speaks_the_asked_language(client, award):
    assert 'lang="dz"' in client.get(reverse("verify:form") + "?lang=dz").text.split(">")[1]
    assert "?lang=en" in client.get(reverse("verify:form") + "?lang=dz").text


def test_holder_sees_own_certificate_and_nobody_else_does(client, award):
    address = reverse("certificates:detail", args=[award.public_id])
    assert client.get(address).status_code == 302
    client.force_login(PersonFactory())
    assert client.get(address).status_code == 404
    client.force_login(award.citizen)
    assert "Sonam Choden" in client.get(address).text


def test_holder_downloads_the_pdf_once_it_is_made(client, award):
    address = reverse("certificates:download", args=[award.public_id])
    client.force_login(award.citizen)
    assert client.get(address).status_code == 404
    actions.make_pdf(award=award.pk)
    response = client.get(address)
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert award.serial in response["Content-Disposition"]
    client.force_login(PersonFactory())
    assert client.get(address).status_code == 404


def test_holder_of_an_award_without_number_is_told_to_wait(client):
    waiting = an_award()
    client.force_login(waiting.citizen)
    page = client.get(reverse("certificates:detail", args=[waiting.public_id])).text
    assert "is being made" in page


@pytest.mark.parametrize("role", [None, Membership.Role.ANALYST, Membership.Role.INVIGILATOR])
def test_staff_pages_are_for_programme_officers(client, award, role):
    client.force_login(holder_of(role) if role else PersonFactory())
    assert client.get(reverse("certificates:staff")).status_code == 403
    address = reverse("certificates:revoke", args=[award.public_id])
    assert client.post(address, {"reason": "cheating", "sure": "on"}).status_code == 403
    award.refresh_from_db()
    assert award.revoked_at is None


def test_officer_revokes_with_a_reason(client, award, officer):
    client.force_login(officer)
    address = reverse("certificates:revoke", args=[award.public_id])
    assert client.post(address, {"reason": "cheating"}).status_code == 200
    assert client.post(address, {"reason": "cheating", "sure": "on"}).status_code == 302
    award.refresh_from_db()
    assert award.revoked_reason == "cheating"


def test_officer_cannot_revoke_their_own(client, officer):
    own = an_issued(officer)
    client.force_login(officer)
    assert client.get(reverse("certificates:revoke", args=[own.public_id])).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_staff_list_costs_the_same_for_one_and_three(client, officer, django_assert_num_queries, count):
    for _ in range(count):
        an_issued()
    client.force_login(officer)
    with django_assert_num_queries(6):
        client.get(reverse("certificates:staff"))


def test_staff_find_by_serial_code_and_name(client, award, officer):
    an_issued()
    client.force_login(officer)
    for text in (award.serial, award.code, "sonam"):
        page = client.get(reverse("certificates:staff"), {"text": text})
        assert [found.pk for found in page.context["page"]] == [award.pk]
