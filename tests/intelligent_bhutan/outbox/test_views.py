"""The page of what got stuck: for operators alone."""

import pytest
from django.urls import reverse

from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.outbox.views import PAGE
from intelligent_bhutan.people.models import Membership
from tests.factories.outbox import DeadFactory, MessageFactory, work
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
DEAD = "outbox:dead"
OTHERS = [role for role in Membership.Role if role != Membership.Role.OPERATOR]


@pytest.fixture
def operator(client):
    person = holder_of(Membership.Role.OPERATOR)
    client.force_login(person)
    return person


def retry_address(message):
    return reverse("outbox:retry", args=[message.pk])


def test_strangers_are_led_to_sign_in(client):
    message = DeadFactory()
    for response in (client.get(reverse(DEAD)), client.post(retry_address(message))):
        assert response.status_code == 302
        assert reverse("account_login") in response["Location"]
    message.refresh_from_db()
    assert message.state == Message.State.DEAD


@pytest.mark.parametrize("role", [None, *OTHERS])
def test_only_operators_may(client, role):
    message = DeadFactory()
    client.force_login(holder_of(role, OrganisationFactory()) if role else PersonFactory())
    assert client.get(reverse(DEAD)).status_code == 403
    assert client.post(retry_address(message)).status_code == 403
    message.refresh_from_db()
    assert message.state == Message.State.DEAD


def test_page_shows_the_dead_and_what_went_wrong(client, operator):
    DeadFactory(payload={"award": 7})
    MessageFactory()
    response = client.get(reverse(DEAD))
    assert "Unprintable in rendering.py:141" in response.text
    assert "1 message waits its turn" in response.text
    assert "no-store" in response["Cache-Control"]


def test_page_without_dead_says_so(client, operator):
    assert "Nothing is stuck." in client.get(reverse(DEAD)).text


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_and_three(client, operator, django_assert_num_queries, count):
    DeadFactory.create_batch(count)
    with django_assert_num_queries(6):
        client.get(reverse(DEAD))


def test_page_is_paged(client, operator):
    DeadFactory.create_batch(PAGE + 1)
    assert len(client.get(reverse(DEAD)).context["page"]) == PAGE
    assert len(client.get(reverse(DEAD), {"page": 2}).context["page"]) == 1


def test_operator_retries(client, operator):
    message = DeadFactory()
    assert client.get(retry_address(message)).status_code == 405
    with work(lambda **_: None):
        response = client.post(retry_address(message), follow=True)
    assert "It is tried again now." in response.text
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.WAITING, 0)


def test_retry_of_what_is_not_dead_is_not_found(client, operator):
    assert client.post(retry_address(MessageFactory())).status_code == 404
