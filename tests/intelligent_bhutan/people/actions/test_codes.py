"""Six digits: ten minutes, five tries, one use; and what a right one opens."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.notices.models import Delivery
from intelligent_bhutan.outbox.actions import carry
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.actions import codes, details
from intelligent_bhutan.people.models import Code, Pin, User
from intelligent_bhutan.people.queries.recovering import reach_of
from tests.factories.people import PersonFactory
from tests.factories.recovering import digits_sent
from tests.moments import at_once, beside

NEW = "four-red-dzongs"
Purpose, Way = Code.Purpose, Code.Way


def a_code(person=None, purpose=Purpose.PASSWORD, way=Way.EMAIL, **changes):
    return codes.send(purpose=purpose, person=person or PersonFactory(), way=way, **changes)


def wrong(digits):
    return f"{(int(digits) + 1) % 10**6:06d}"


def confirm(code, digits, **changes):
    return codes.confirm(public_id=code.public_id, purpose=code.purpose, digits=digits, **changes)


@pytest.mark.django_db
def test_right_digits_lead_to_a_new_password_once():
    person = PersonFactory()
    code = a_code(person)
    assert confirm(code, digits_sent())
    codes.reset_password(public_id=code.public_id, password=NEW)
    assert User.objects.get(pk=person.pk).check_password(NEW)
    assert person.notices.get().kind == "people.password_changed"
    assert Entry.objects.filter(verb="password:reset").count() == 1
    with pytest.raises(ValidationError, match="does not work any more"):
        codes.reset_password(public_id=code.public_id, password="five-green-rivers")


@pytest.mark.django_db
def test_code_is_worth_nothing_unconfirmed():
    code = a_code()
    with pytest.raises(ValidationError, match="does not work any more"):
        codes.reset_password(public_id=code.public_id, password=NEW)


@pytest.mark.django_db
def test_code_takes_five_tries_and_no_more():
    code = a_code()
    digits = digits_sent()
    for _ in range(5):
        assert not confirm(code, wrong(digits))
    with pytest.raises(ValidationError, match="does not work any more"):
        confirm(code, digits)


@pytest.mark.django_db
def test_code_works_for_ten_minutes():
    now = timezone.now()
    code = a_code(at=now)
    with pytest.raises(ValidationError, match="does not work any more"):
        confirm(code, digits_sent(), at=now + timedelta(minutes=10, seconds=1))


@pytest.mark.django_db
def test_newer_code_ends_the_older_one():
    person = PersonFactory()
    older = a_code(person)
    digits = digits_sent()
    a_code(person)
    with pytest.raises(ValidationError, match="does not work any more"):
        confirm(older, digits)


@pytest.mark.django_db
def test_code_of_nobody_is_tried_like_any_other_and_never_right():
    code = codes.send(purpose=Purpose.PASSWORD, person=None, way=Way.EMAIL)
    for _ in range(5):
        assert not confirm(code, digits_sent())
    with pytest.raises(ValidationError, match="does not work any more"):
        confirm(code, digits_sent())


@pytest.mark.django_db
def test_digits_stand_nowhere_in_clear():
    code = a_code()
    digits = digits_sent()
    kept = [str(row) for table in (Code, Message, Entry) for row in table.objects.values()]
    assert [row for row in kept if digits in row] == []
    assert digits.encode() not in bytes(code.digest)


@pytest.mark.django_db
def test_poor_password_is_refused_and_the_code_stays():
    code = a_code()
    confirm(code, digits_sent())
    with pytest.raises(ValidationError, match="too short"):
        codes.reset_password(public_id=code.public_id, password="yak")
    codes.reset_password(public_id=code.public_id, password=NEW)


@pytest.mark.django_db
def test_password_takes_the_place_of_a_pin():
    person = PersonFactory()
    Pin.objects.create(person=person, kind="number", digest=b"0" * 32)
    code = a_code(person)
    confirm(code, digits_sent())
    codes.reset_password(public_id=code.public_id, password=NEW)
    assert not Pin.objects.filter(person=person).exists()


@pytest.mark.django_db
def test_code_goes_to_the_verified_e_mail_once_and_to_nobody_for_nobody():
    person = PersonFactory(language="dz")
    EmailAddress.objects.create(user=person, email="pema@example.bt", verified=True, primary=True)
    a_code(person)
    codes.send(purpose=Purpose.PASSWORD, person=None, way=Way.EMAIL)
    for message in Message.objects.filter(kind="people.send_code").order_by("pk"):
        carry(message.pk)
        Message.objects.filter(pk=message.pk).update(state="waiting", finished_at=None)
        carry(message.pk)
    assert [letter.to for letter in mail.outbox] == [["pema@example.bt"]]
    first = Message.objects.filter(kind="people.send_code").earliest("pk")
    assert first.state == "done"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("pema", "email"),
        ("PEMA", "email"),
        ("Pema@Example.bt", "email"),
        ("+97517123456", "phone"),
        ("17 12 34 56", "phone"),
        ("17 99 99 99", None),
        ("other@example.bt", None),
        ("karma", None),
        ("gone", None),
        ("nobody", None),
    ],
)
def test_only_what_was_verified_reaches_somebody(name, way):
    pema = PersonFactory(username="pema", phone="+97517123456", phone_verified=True)
    EmailAddress.objects.create(user=pema, email="pema@example.bt", verified=True, primary=True)
    karma = PersonFactory(username="karma", phone="+97517999999", phone_verified=False)
    EmailAddress.objects.create(user=karma, email="other@example.bt", verified=False, primary=True)
    PersonFactory(username="gone", phone="+97517888888", phone_verified=True, is_active=False)
    reach = reach_of(name)
    assert (reach and reach.way) == way
    assert reach is None or reach.person == pema


@pytest.mark.django_db
def test_phone_that_is_proven_stands_on_no_other_account():
    squatter, owner = PersonFactory(phone="+97517123456"), PersonFactory(phone="+97517123456")
    code = a_code(owner, Purpose.PHONE, Way.PHONE)
    assert confirm(code, digits_sent())
    codes.verify_phone(person=owner, public_id=code.public_id)
    assert User.objects.get(pk=owner.pk).phone_verified
    assert User.objects.get(pk=squatter.pk).phone is None
    assert squatter.notices.get().kind == "people.phone_proven_by_another"


@pytest.mark.django_db
def test_code_that_went_to_the_old_number_proves_nothing_of_the_new_one():
    person = PersonFactory(phone="+97517123456")
    code = a_code(person, Purpose.PHONE, Way.PHONE)
    confirm(code, digits_sent())
    details.change(person=person, answers={"phone": "+97517999999"}, has_passed=False, by=person)
    with pytest.raises(ValidationError, match="does not work any more"):
        codes.verify_phone(person=person, public_id=code.public_id)


@pytest.mark.django_db
def test_code_proves_no_number_that_was_removed_meanwhile():
    person = PersonFactory(phone="+97517123456")
    code = a_code(person, Purpose.PHONE, Way.PHONE)
    confirm(code, digits_sent())
    User.objects.filter(pk=person.pk).update(phone=None)
    with pytest.raises(ValidationError, match="does not work any more"):
        codes.verify_phone(person=person, public_id=code.public_id)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("purpose", "phone", "sent"),
    [
        (Purpose.PHONE, "+97517123456", 1),
        (Purpose.PHONE, None, 0),
        (Purpose.PASSWORD, "+97517123456", 0),
    ],
)
def test_code_goes_to_no_phone_that_is_gone_and_a_new_password_to_none_that_nobody_proved(purpose, phone, sent):
    code = a_code(PersonFactory(phone=phone), purpose, Way.PHONE)
    message = Message.objects.get(kind="people.send_code")
    assert carry(message.pk)
    code.refresh_from_db()
    assert (Delivery.objects.count(), code.sent_at is not None) == (sent, bool(sent))


@pytest.mark.django_db
def test_code_for_one_purpose_is_none_for_another():
    code = a_code(purpose=Purpose.PHONE)
    with pytest.raises(ValidationError, match="does not work any more"):
        codes.confirm(public_id=code.public_id, purpose=Purpose.PASSWORD, digits=digits_sent())


def test_of_two_who_use_a_code_at_once_one_is_refused(committed):
    code = a_code()
    confirm(code, digits_sent())

    def reset(password):
        try:
            return codes.reset_password(public_id=code.public_id, password=password).pk
        except ValidationError as refusal:
            return refusal.messages[0]

    came = at_once(lambda: reset("one-red-yak-here"), lambda: reset("two-red-yaks-here"))
    assert sorted(map(type, came), key=str) == [int, str]


def test_code_that_is_used_while_the_number_changes_proves_nothing(committed):
    person = PersonFactory(phone="+97517123456")
    code = a_code(person, Purpose.PHONE, Way.PHONE)
    confirm(code, digits_sent())
    said = beside(
        lambda: User.objects.select_for_update().get(pk=person.pk),
        lambda: codes.verify_phone(person=person, public_id=code.public_id),
        lambda: details.claim_phone(person=person, phone="+97517999999", by=person),
    )
    assert said == "This code does not work any more. Ask for a new one."
    assert not User.objects.get(pk=person.pk).phone_verified


def test_tries_at_once_are_all_counted(committed):
    code = a_code()
    digits = digits_sent()

    def one():
        try:
            return confirm(code, wrong(digits))
        except ValidationError:
            return "spent"

    assert sorted(map(str, at_once(*[one] * 8))) == ["False"] * 5 + ["spent"] * 3


@pytest.mark.django_db
def test_code_opens_no_account_that_was_closed_meanwhile():
    person = PersonFactory()
    code = a_code(person)
    confirm(code, digits_sent())
    User.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="does not work any more"):
        codes.reset_password(public_id=code.public_id, password="four-red-dzongs")
