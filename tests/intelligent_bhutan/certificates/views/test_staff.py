"""What programme officers see and do."""

import pytest
from django.urls import reverse

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.certificates import actions
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.certificates.views.staff import PAGE
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.models import Membership
from tests.factories.certificates import an_award, an_issued
from tests.factories.outbox import DeadFactory
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
OTHERS = [role for role in Membership.Role if role != Membership.Role.PROGRAMME_OFFICER]
ANSWERS = {"reason": "cheating", "remark": "Letter 17/2026", "sure": "on"}
STAFF = "certificates:staff"


def revoke_of(award):
    return reverse("certificates:revoke", args=[award.public_id])


def retry_of(award):
    return reverse("certificates:retry", args=[award.public_id])


def given_up(award):
    Message.objects.filter(payload__award=award.pk).delete()
    kind = "certificates.print" if award.issued_at else "certificates.issue"
    return DeadFactory(kind=kind, key=str(award.pk), payload={"award": award.pk})


def test_strangers_are_led_to_sign_in(client, award):
    for response in (
        client.get(reverse(STAFF)),
        client.get(revoke_of(award)),
        client.post(revoke_of(award), ANSWERS),
        client.post(retry_of(award)),
    ):
        assert response.status_code == 302
        assert reverse("account_login") in response["Location"]
    award.refresh_from_db()
    assert award.revoked_at is None


@pytest.mark.parametrize("role", [None, *OTHERS])
def test_staff_pages_are_for_programme_officers(client, award, role):
    dead = given_up(award)
    client.force_login(holder_of(role, OrganisationFactory()) if role else PersonFactory())
    assert client.get(reverse(STAFF)).status_code == 403
    assert client.get(revoke_of(award)).status_code == 403
    assert client.post(revoke_of(award), ANSWERS).status_code == 403
    assert client.post(retry_of(award)).status_code == 403
    award.refresh_from_db()
    dead.refresh_from_db()
    assert (award.revoked_at, dead.state) == (None, Message.State.DEAD)


def test_officer_revokes_with_a_reason_and_what_it_is_based_on(client, award, officer):
    client.force_login(officer)
    for missing in ANSWERS:
        response = client.post(revoke_of(award), {key: value for key, value in ANSWERS.items() if key != missing})
        assert "There is a problem" in response.text
        award.refresh_from_db()
        assert award.revoked_at is None
    response = client.post(revoke_of(award), ANSWERS, follow=True)
    assert "The certificate is revoked" in response.text
    award.refresh_from_db()
    assert (award.revoked_reason, award.revoked_remark) == ("cheating", "Letter 17/2026")
    entry = Entry.objects.get(verb="certificate:revoked")
    assert (entry.actor, entry.reason) == (str(officer.public_id), "cheating")


def test_officer_sees_that_a_certificate_is_revoked_already(client, award, officer):
    actions.revoke(award=award, reason=Award.Reason.MISTAKE, by=None)
    client.force_login(officer)
    page = client.get(revoke_of(award)).text
    assert "Revoked on" in page
    assert "Revoke the certificate" not in page


def test_officer_cannot_revoke_their_own(client, officer):
    own = an_issued(officer)
    client.force_login(officer)
    assert client.get(revoke_of(own)).status_code == 403
    assert client.post(revoke_of(own), ANSWERS).status_code == 403
    own.refresh_from_db()
    assert own.revoked_at is None


def test_overview_counts_each_state(client, officer):
    an_award()
    an_issued()
    actions.make_pdf(award=an_issued().pk)
    for _ in range(2):
        actions.revoke(award=an_issued(), reason=Award.Reason.MISTAKE, by=None)
    client.force_login(officer)
    response = client.get(reverse(STAFF))
    assert response.context["progress"] == {"waiting": 1, "unprinted": 1, "ready": 1, "revoked": 2}
    assert response.context["stuck_count"] == 0
    assert "no-store" in response["Cache-Control"]


def test_overview_shows_what_got_stuck_and_lets_it_be_tried_again(client, award, officer):
    given_up(award)
    finished = actions.make_pdf(award=an_issued().pk)
    given_up(finished)
    taken_back = actions.revoke(award=an_award(), reason=Award.Reason.MISTAKE, by=None)
    given_up(taken_back)
    client.force_login(officer)
    response = client.get(reverse(STAFF))
    assert list(response.context["stuck"]) == [award]
    assert "1 certificate got stuck" in response.text
    response = client.post(retry_of(award), follow=True)
    assert "It is tried again now." in response.text
    assert list(response.context["stuck"]) == []
    assert Message.objects.get(payload__award=award.pk).state == Message.State.WAITING
    assert client.get(retry_of(award)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_overview_costs_the_same_for_one_and_three(client, officer, django_assert_num_queries, count):
    for _ in range(count):
        given_up(an_issued())
    client.force_login(officer)
    with django_assert_num_queries(8):
        client.get(reverse(STAFF))


def test_overview_is_paged(client, officer):
    for _ in range(PAGE + 1):
        an_issued()
    client.force_login(officer)
    assert len(client.get(reverse(STAFF)).context["page"]) == PAGE
    assert len(client.get(reverse(STAFF), {"page": 2}).context["page"]) == 1


def test_staff_find_by_serial_code_and_name(client, award, officer):
    an_issued()
    client.force_login(officer)
    serial = award.serial
    for text in (serial, serial.lower(), f" {serial.removeprefix('IB-')} ", award.code.lower(), "sonam", "བསོད་ནམས་"):
        page = client.get(reverse(STAFF), {"text": text})
        assert [found.pk for found in page.context["page"]] == [award.pk], text
    for text in ("IB-2026-999999999999999", "nobody", "IB-2026-", "%"):
        page = client.get(reverse(STAFF), {"text": text})
        assert (page.status_code, list(page.context["page"])) == (200, []), text
        assert "Nothing was found" in page.text
