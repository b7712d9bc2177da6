"""Whom a name leads to."""

import pytest
from django.contrib.auth import authenticate

from intelligent_bhutan.people.actions import details
from intelligent_bhutan.people.forms.naming import PersonField
from intelligent_bhutan.people.queries.finding import with_phone, with_proven_phone, with_username
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
PHONE, PASSWORD = "+97517123456", "yak-blue-river-seven"


def test_user_name_leads_to_an_open_account_alone():
    person = PersonFactory()
    assert with_username(f" {person.username.upper()} ") == person
    closed = PersonFactory(is_active=False)
    assert with_username(closed.username) is None
    assert PersonField(required=False).clean("") is None


def test_phone_of_a_closed_account_keeps_nobody_out():
    PersonFactory(phone=PHONE, phone_verified=True, is_active=False)
    person = PersonFactory()
    person.set_password(PASSWORD)
    person.save()
    details.change(person=person, answers={"phone": PHONE}, has_passed=False, by=person)
    assert (with_phone(PHONE), with_proven_phone(PHONE)) == (person, None)
    assert authenticate(None, phone=PHONE, password=PASSWORD) == person
