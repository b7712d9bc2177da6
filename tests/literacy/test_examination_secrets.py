"""Exam items stand on a candidate's own paper and nowhere else; that no page shows them: tests/test_access.py."""

import logging
import re

import pytest
from django.urls import reverse

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.outbox.models import Message
from literacy.models import Item
from tests.factories.literacy_assessment import an_attempt, an_open
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"Secret stem|Option [abcd]|Partner [abcd]")


def test_nothing_of_an_item_is_logged_recorded_or_posted(client, caplog):
    sitting = an_open(citizens=[PersonFactory()])
    paper = an_attempt(sitting, sitting.domains.first())
    caplog.set_level(logging.DEBUG)
    client.force_login(paper.citizen)
    client.get(paper.get_absolute_url())
    for number in range(1, len(paper.paper) + 2):
        address = reverse("literacy:save_answer", args=[paper.public_id, number])
        client.post(address, {"chosen": "1", "place_1": "2", "pair_1": "1"}, headers={"Accept": "application/json"})
    client.post(reverse("literacy:hand_in", args=[paper.public_id]), {"sure": "1"})
    client.post(reverse("literacy:save_answer", args=[paper.public_id, 1]), {"chosen": "2"})
    paper.refresh_from_db()
    assert paper.submitted_at
    said = [record.getMessage() for record in caplog.records]
    kept = [str(row) for model in (Entry, Message) for row in model.objects.values_list()]
    codes = set(Item.objects.values_list("code", flat=True))
    assert said
    assert [line for line in said + kept if SECRET.search(line) or codes & set(line.split())] == []
