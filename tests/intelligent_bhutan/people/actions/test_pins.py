"""Choosing, resetting and checking PINs."""

import pytest
from django.core.exceptions import ValidationError

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.actions import limits, pins
from intelligent_bhutan.people.models import Membership, Pin, User
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
PICTURES = ["yak", "moon", "dzong", "lamp"]


@pytest.fixture
def person():
    return PersonFactory(password="!none")


def test_a_chosen_pin_opens_and_another_does_not(person):
    pin = pins.choose_pin(person=person, kind="picture", symbols=PICTURES)
    assert pins.check_pin(pin=pin, symbols=PICTURES)
    assert not pins.check_pin(pin=pin, symbols=PICTURES[::-1])
    assert not pins.check_pin(pin=None, symbols=PICTURES)


def test_a_first_pin_is_chosen_once(person):
    pins.choose_pin(person=person, kind="picture", symbols=PICTURES)
    with pytest.raises(ValidationError, match="chosen for this roll number already"):
        pins.choose_pin(person=person, kind="number", symbols=list("385201"))
    assert Pin.objects.get(person=person).kind == "picture"


@pytest.mark.parametrize(
    ("kind", "symbols", "sentence"),
    [
        ("number", "123456", "too easy"),
        ("number", "12345", "four pictures or six digits"),
        ("word", "385201", "four pictures or six digits"),
    ],
)
def test_what_may_not_be_a_pin_is_refused_with_its_reason(person, kind, symbols, sentence):
    with pytest.raises(ValidationError, match=sentence):
        pins.choose_pin(person=person, kind=kind, symbols=list(symbols))
    assert not Pin.objects.exists()


def test_of_a_pin_only_a_keyed_digest_is_kept(person, settings):
    pin = pins.choose_pin(person=person, kind="picture", symbols=PICTURES)
    assert len(bytes(pin.digest)) == 32
    settings.PIN_KEY = "another key"
    assert not pins.check_pin(pin=pin, symbols=PICTURES)


def test_a_reset_gives_a_new_pin_frees_the_learner_and_leaves_one_line(person):
    by = PersonFactory()
    old = pins.choose_pin(person=person, kind="picture", symbols=PICTURES)
    limits.take(limits.of_person(person))
    symbols = pins.reset_pin(person=person, kind="number", by=by)
    new = Pin.objects.get(person=person)
    assert (pins.check_pin(pin=new, symbols=symbols), new.pk) == (True, old.pk)
    assert not pins.check_pin(pin=new, symbols=PICTURES)
    lines = Entry.objects.filter(subject=str(person.public_id)).order_by("pk").values_list("verb", "actor", "reason")
    assert list(lines) == [("pin:set", str(person.public_id), ""), ("pin:set", str(by.public_id), "")]


def test_a_reset_ends_the_sessions_of_whoever_knew_the_old_pin(person):
    before = person.get_session_auth_hash()
    pins.reset_pin(person=person, kind="number", by=PersonFactory())
    assert User.objects.get(pk=person.pk).get_session_auth_hash() != before


def test_neither_staff_nor_who_has_a_password_is_given_a_pin():
    owner, staff = PersonFactory(), PersonFactory(password="!none")
    owner.set_password("yak-blue-river-seven")
    Membership.objects.create(person=staff, role=Membership.Role.PROGRAMME_OFFICER)
    for person in (owner, staff, PersonFactory(password="!none", is_active=False)):
        with pytest.raises(ValidationError, match="with a password"):
            pins.reset_pin(person=person, kind="picture", by=PersonFactory())
    assert owner.check_password("yak-blue-river-seven")
    assert not Pin.objects.exists()
