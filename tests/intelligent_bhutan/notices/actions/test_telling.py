"""Telling people: in the inbox once, in the language of whoever reads, with copies planned beside it."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from intelligent_bhutan import notices
from intelligent_bhutan.notices import kinds
from intelligent_bhutan.notices.actions import telling
from intelligent_bhutan.notices.models import Choices, Delivery, Notice
from intelligent_bhutan.outbox.models import Message
from tests.factories.notices import a_kind, reachable
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind():
    """A kind that is registered for one test."""
    made = kinds.Kind(
        name="tests.told",
        topic=kinds.Topic.WORK,
        subject=gettext_lazy("Monday"),
        body="%(place)s, %(n)s, %(start)s",
        writes={"place": kinds.named, "start": kinds.at_moment},
    )
    yield made
    del kinds.KINDS["tests.told"]


def facts():
    return {
        "place": {"en": "Paro", "dz": "སྤ་རོ"},
        "n": 12,
        "start": timezone.make_aware(timezone.datetime(2026, 12, 5, 9)),
    }


def test_notice_is_read_in_the_language_of_the_page(kind):
    notice = Notice.objects.get(pk=notices.tell(person=PersonFactory(), kind=kind, **facts()).pk)
    assert (notice.subject, notice.body) == ("Monday", "Paro, 12, 5 December 2026, 09:00")
    with translation.override("dz"):
        assert notice.subject == "གཟའ་མིག་དམར་"
        assert notice.body.startswith("སྤ་རོ, ༡༢, སྤྱི་ལོ་༢༠༢༦")


def test_notice_under_a_key_is_told_once(kind):
    person = PersonFactory()
    first = notices.tell(person=person, kind=kind, once="a", **facts())
    assert notices.tell(person=person, kind=kind, once="a", **facts()) == first
    notices.tell(person=person, kind=kind, once="b", **facts())
    assert person.notices.count() == 2


def test_notice_without_a_fact_fails_the_action(kind):
    with pytest.raises(KeyError):
        notices.tell(person=PersonFactory(), kind=kind, n=12)


def test_kind_has_a_name_of_its_own(kind):
    with pytest.raises(ValueError, match=r"tests\.told"):
        kinds.Kind(name="tests.told", topic=kinds.Topic.WORK, subject="", body="")


NOON = timezone.make_aware(timezone.datetime(2026, 12, 5, 12))
NIGHT = timezone.make_aware(timezone.datetime(2026, 12, 5, 22))


def planned(notice):
    """Each copy's channel with its state and why it does not go."""
    return {copy.channel: copy.reason or copy.state for copy in notice.deliveries.all()}


def test_copies_are_planned_where_the_person_is_reached():
    with a_kind() as kind:
        notice = notices.tell(person=reachable(), kind=kind, place="Paro")
    assert planned(notice) == {"email": "waiting", "text": "waiting"}
    waiting = Message.objects.filter(kind="notices.deliver")
    assert {one.payload["delivery"] for one in waiting} == {copy.pk for copy in notice.deliveries.all()}


def test_telling_again_plans_nothing_more():
    person = reachable()
    with a_kind() as kind:
        for _ in range(2):
            notices.tell(person=person, kind=kind, once="a", place="Paro")
    assert Delivery.objects.count() == Message.objects.count() == 2


def test_kind_without_text_message_plans_none():
    with a_kind(text="") as kind:
        assert planned(notices.tell(person=reachable(), kind=kind, place="Paro")) == {"email": "waiting"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"email": None, "phone": None}, {"email": "no_address", "text": "no_address"}),
        ({"is_demonstration": True}, {"email": "demonstration", "text": "demonstration"}),
    ],
)
def test_copies_say_why_they_do_not_go(fields, expected):
    with a_kind() as kind:
        assert planned(notices.tell(person=reachable(**fields), kind=kind, place="Paro")) == expected
    assert not Message.objects.exists()


def test_copies_to_unchecked_addresses_do_not_go():
    person = PersonFactory(email="pema@example.bt", phone="+97517123456")
    EmailAddress.objects.create(user=person, email=person.email, verified=False)
    with a_kind() as kind:
        assert planned(notices.tell(person=person, kind=kind, place="Paro")) == dict.fromkeys(
            ("email", "text"), "unverified"
        )


def test_copies_follow_what_was_chosen_by_topic():
    person = reachable()
    Choices.objects.create(person=person, no_email=["work"], no_text=["learning"])
    with a_kind() as kind:
        assert planned(notices.tell(person=person, kind=kind, place="Paro")) == {"email": "chosen", "text": "waiting"}


def test_texts_are_off_where_no_provider_is_set_up(settings):
    settings.SMS_GATEWAY = ""
    with a_kind() as kind:
        assert planned(notices.tell(person=reachable(), kind=kind, place="Paro")) == {"email": "waiting", "text": "off"}


@pytest.mark.parametrize(("urgent", "at", "waits"), [(False, NOON, 0), (False, NIGHT, 9), (True, NIGHT, 0)])
def test_copies_rest_at_night_unless_they_are_urgent(urgent, at, waits):
    with a_kind(urgent=urgent) as kind:
        notice = Notice.objects.create(person=reachable(), kind=kind.name, topic=kind.topic, facts={"place": "Paro"})
        telling.plan(notice, at=at)
    due = Message.objects.first().next_at - timezone.now()
    assert round(due.total_seconds() / 3600, 2) == waits


def test_action_that_fails_tells_nobody():
    with a_kind() as kind, transaction.atomic():
        notices.tell(person=reachable(), kind=kind, place="Paro")
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Message.objects.exists()


def test_long_kept_notices_and_copies_are_found_by_day():
    with a_kind() as kind:
        old = notices.tell(person=reachable(), kind=kind, place="Paro")
        notices.tell(person=PersonFactory(), kind=kind, place="Paro")
    long_ago = timezone.make_aware(timezone.datetime(2026, 1, 31, 23, 59))
    Notice.objects.filter(pk=old.pk).update(told_at=long_ago)
    Delivery.objects.filter(notice=old, channel="email").update(
        planned_at=long_ago, state="not_sent", reason="chosen", ended_at=long_ago
    )
    Delivery.objects.filter(notice=old, channel="text").update(planned_at=long_ago)
    first = date(2026, 2, 1)
    assert list(Notice.objects.older_than(first)) == [old]
    assert list(Delivery.objects.older_than(first)) == [old.deliveries.get(channel="email")]  # the other still waits
    assert not Notice.objects.older_than(first - timedelta(days=1)).exists()
