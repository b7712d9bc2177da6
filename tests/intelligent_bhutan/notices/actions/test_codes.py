"""Codes by text message: sent once, never kept in clear, useless when late."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from intelligent_bhutan import notices
from intelligent_bhutan.notices.actions import delivering
from intelligent_bhutan.notices.models import Delivery
from intelligent_bhutan.outbox import actions as outbox
from intelligent_bhutan.outbox.models import Message

pytestmark = pytest.mark.django_db
PHONE, WORDS = "+97517123456", "Your code: 482913."


def everything_kept():
    """All that the database holds of deliveries and messages, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select json_agg(d) from notices_delivery d)::text,"
            " (select json_agg(m) from outbox_message m)::text"
        )
        return json.dumps(cursor.fetchone())


def test_code_is_sent_at_any_hour_and_then_wiped(capsys):
    delivery = notices.text_code(phone=PHONE, words=WORDS)
    assert outbox.carry(Message.objects.get().pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.sealed, delivery.parts) == ("handed_over", None, 1)
    assert capsys.readouterr().out == f"[text {delivery.reference}] to {PHONE}: {WORDS}\n"


def test_code_never_lies_in_the_database_in_clear():
    notices.text_code(phone=PHONE, words=WORDS)
    assert "482913" not in everything_kept()
    assert PHONE[4:] not in everything_kept()


def test_code_of_a_transaction_that_fails_is_never_sent():
    with transaction.atomic():
        notices.text_code(phone=PHONE, words=WORDS)
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    assert not Message.objects.exists()


def test_code_that_is_late_is_not_sent(capsys, settings):
    delivery = notices.text_code(phone=PHONE, words=WORDS)
    settings.SECRET_KEY = "another key, under which no envelope of before opens"
    found = delivering.deliver(delivery=delivery.pk)
    assert (found.state, found.reason, found.sealed) == ("not_sent", "too_late", None)
    assert capsys.readouterr().out == ""


def test_code_waits_for_no_quiet_hour():
    notices.text_code(phone=PHONE, words=WORDS)
    assert Message.objects.get().next_at <= timezone.now() + timedelta(seconds=1)
