"""A citizenship number: claimed by anyone, checked once, readable nowhere."""

import hashlib
import hmac

import pytest
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from intelligent_bhutan import sealing
from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.actions import identity
from intelligent_bhutan.people.models import IdentityNumber
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "11407001234", "11407005678"


def claimed(number=NUMBER, **fields):
    person = PersonFactory(**fields)
    identity.claim(person=person, number=number, by=person)
    return person


def test_number_is_kept_as_a_keyed_digest_and_as_ciphertext():
    held = claimed().identity_number
    keyed = hmac.new(settings.IDENTITY_KEY.encode(), f"identity:{NUMBER}".encode(), hashlib.sha256).digest()
    assert bytes(held.digest) == keyed
    assert sealing.decrypt(held.ciphertext, settings.IDENTITY_KEY) == NUMBER


def test_same_number_has_one_digest_and_never_the_same_ciphertext():
    first, second = claimed().identity_number, claimed().identity_number
    assert bytes(first.digest) == bytes(second.digest)
    assert bytes(first.ciphertext) != bytes(second.ciphertext)


def test_raw_row_holds_the_number_nowhere():
    claimed()
    with connection.cursor() as cursor:
        cursor.execute("select digest, ciphertext, people_identitynumber::text from people_identitynumber")
        [(digest, ciphertext, row)] = cursor.fetchall()
    for raw in (bytes(digest), bytes(ciphertext), row.encode()):
        assert NUMBER.encode() not in raw
        assert NUMBER.encode().hex().encode() not in raw


def test_other_key_reads_nothing():
    held = claimed().identity_number
    with pytest.raises(InvalidToken):
        sealing.decrypt(held.ciphertext, "another key of at least forty characters, made up")


def test_number_is_shown_and_exported_nowhere(client):
    person = claimed()
    identity.check(person=person, by=PersonFactory())
    client.force_login(person)
    pages = [client.get(reverse(name)).text for name in ("my_page", "my_details", "certificates:mine")]
    exported = serializers.serialize("json", [*IdentityNumber.objects.all(), person])
    said = [str(person.identity_number), repr(person.identity_number), str(list(Entry.objects.values()))]
    assert [text for text in (*pages, exported, *said) if NUMBER in text] == []


@pytest.mark.parametrize("number", ["", "1140700123", "114070012345", "1140700123x", "༡༡༤༠༧༠༠༡༢٣"])
def test_what_has_not_eleven_digits_is_refused(number):
    with pytest.raises(ValidationError, match="eleven digits"):
        claimed(number)


def test_tibetan_digits_are_the_same_number():
    assert bytes(claimed("༡༡༤༠༧༠༠༡༢༣༤").identity_number.digest) == bytes(claimed().identity_number.digest)


def test_claim_alone_blocks_nobody():
    claimed()
    honest = claimed()
    assert identity.check(person=honest, by=PersonFactory()).checked_at is not None


def test_unchecked_claim_can_be_corrected():
    person = claimed(OTHER)
    identity.claim(person=person, number=NUMBER, by=person)
    held = IdentityNumber.objects.get(person=person)
    assert sealing.decrypt(held.ciphertext, settings.IDENTITY_KEY) == NUMBER


def test_checked_number_stays():
    person = claimed()
    identity.check(person=person, by=PersonFactory())
    with pytest.raises(ValidationError, match="checked already"):
        identity.claim(person=person, number=OTHER, by=person)


def test_number_that_was_checked_for_another_is_refused():
    first, second, invigilator = claimed(), claimed(), PersonFactory()
    identity.check(person=first, by=invigilator)
    with pytest.raises(ValidationError, match="belongs to somebody else"):
        identity.check(person=second, by=invigilator)
    assert IdentityNumber.objects.get(person=second).checked_at is None
    assert Entry.objects.filter(verb="identity_number:checked").count() == 1


def test_second_check_changes_nothing():
    person, first, second = claimed(), PersonFactory(), PersonFactory()
    checked = identity.check(person=person, by=first)
    assert identity.check(person=person, by=second).checked_by == first
    assert IdentityNumber.objects.get().checked_at == checked.checked_at
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "identity_number:claimed",
        "identity_number:checked",
    ]


def test_nobody_checks_their_own_number():
    person = claimed()
    with pytest.raises(ValidationError, match="your own"):
        identity.check(person=person, by=person)
