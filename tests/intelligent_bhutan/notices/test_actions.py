"""Telling people: in the inbox once, in the language of whoever reads."""

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from intelligent_bhutan import notices
from intelligent_bhutan.notices import kinds
from intelligent_bhutan.notices.models import Notice
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
