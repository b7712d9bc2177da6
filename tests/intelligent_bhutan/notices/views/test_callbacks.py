"""The door through which a provider reports."""

import time
from uuid import uuid4

import pytest
from django.test import Client

from intelligent_bhutan import notices
from intelligent_bhutan.notices.models import Delivery
from tests.factories.notices import a_kind, reachable
from tests.provider import signed

pytestmark = pytest.mark.django_db
ADDRESS = "/notices/callbacks/sms/"


@pytest.fixture
def copy():
    """A text that was handed over."""
    with a_kind() as kind:
        made = notices.tell(person=reachable(), kind=kind, place="Paro").deliveries.get(channel="text")
        Delivery.objects.filter(pk=made.pk).update(state="handed_over", handed_at=made.planned_at)
        yield made


def sent(settings, said, *, key=None, at=None, body=None):
    """The status that a report is answered with, as from another machine."""
    content, headers = signed(key or settings.SMS_CALLBACK_KEY, said, at=at or time.time())
    client = Client(enforce_csrf_checks=True)
    return client.post(ADDRESS, body or content, content_type="application/json", headers=headers).status_code


def said_of(copy, state):
    """A report."""
    return {"reference": str(copy.reference), "state": state, "id": "p1"}


def test_signed_report_is_noted_again_and_again(settings, copy):
    for _ in range(2):
        assert sent(settings, said_of(copy, "delivered")) == 204
    copy.refresh_from_db()
    assert (copy.state, copy.number) == ("delivered", "p1")


def test_report_out_of_order_goes_not_backwards(settings, copy):
    assert sent(settings, said_of(copy, "delivered")) == 204
    assert sent(settings, said_of(copy, "accepted")) == 204
    copy.refresh_from_db()
    assert copy.state == "delivered"


def test_word_of_a_stranger_changes_nothing(settings, copy):
    said = said_of(copy, "failed")
    assert sent(settings, said, key="another") == 403
    assert sent(settings, said, at=time.time() - 301) == 403
    assert sent(settings, said, body=b'{"reference": "x"}') == 403
    assert Client().post(ADDRESS, said, content_type="application/json").status_code == 403
    copy.refresh_from_db()
    assert copy.state == "handed_over"


def test_report_of_an_unknown_reference_or_nonsense(settings, copy):
    assert sent(settings, said_of(copy, "delivered") | {"reference": str(uuid4())}) == 404
    assert sent(settings, {"state": "delivered"}) == 400
    assert sent(settings, said_of(copy, "delivered") | {"id": "x" * 5000}) == 413


def test_door_is_open_to_posts_alone():
    assert Client().get(ADDRESS).status_code == 405
