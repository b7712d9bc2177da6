"""What the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from intelligent_bhutan import notices
from intelligent_bhutan.notices.models import Choices, Delivery
from tests.factories.notices import a_kind, reachable

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice():
    with a_kind() as kind:
        yield notices.tell(person=reachable(), kind=kind, place="Paro")


@pytest.mark.parametrize(
    ("fields", "wall"),
    [
        ({"channel": "text"}, "notices_one_delivery_a_channel"),
        ({"channel": "email", "notice": None, "sealed": b"x"}, "notices_delivery_is_of_a_notice_or_sealed"),
        ({"channel": "text", "sealed": b"x"}, "notices_delivery_is_of_a_notice_or_sealed"),
        (
            {"channel": "text", "notice": None, "sealed": b"x", "state": "failed", "reason": "refused"},
            "notices_seal_ends_with_the_wait",
        ),
        ({"channel": "text", "notice": None, "state": "failed"}, "notices_what_did_not_go_has_a_reason"),
        ({"channel": "text", "notice": None, "reason": "limit"}, "notices_what_did_not_go_has_a_reason"),
        ({"channel": "text", "notice": None, "state": "delivered"}, "notices_handed_over_at_some_time"),
    ],
)
def test_delivery_that_makes_no_sense_is_refused(notice, fields, wall):
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        Delivery.objects.create(**{"notice": notice} | fields)


def test_account_is_never_switched_off():
    for name in ("no_email", "no_text"):
        with pytest.raises(IntegrityError, match="notices_of_the_account"), transaction.atomic():
            Choices.objects.create(person=reachable(email=None, phone=None), **{name: ["account"]})


def test_delivery_is_named_without_its_person(notice):
    copy = notice.deliveries.get(channel="text")
    assert str(copy) == f"text {copy.reference} (waiting)"
    assert copy.last_digits == "56"
    assert notice.deliveries.get(channel="email").last_digits == ""
    assert Delivery(channel="text", planned_at=timezone.now()).last_digits == ""
