"""Changing keys while data stands under the old ones: whatever is killed in between, everything opens and proves."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from intelligent_bhutan import audit, checks, sealing
from intelligent_bhutan.audit.actions import seal
from intelligent_bhutan.audit.models import Entry, Head
from intelligent_bhutan.audit.queries import prove
from intelligent_bhutan.certificates import queries as certificates
from intelligent_bhutan.keyring import fingerprint
from intelligent_bhutan.operating import keys, rotating
from intelligent_bhutan.operating.models import KeyUse
from intelligent_bhutan.people.actions import copying, identity, pins
from intelligent_bhutan.people.actions.registering import digest_of
from intelligent_bhutan.people.models import DataCopy, IdentityNumber, Pin
from tests.factories.certificates import an_issued
from tests.factories.literacy_importing import a_cohort, a_list, checked, sent, someone
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
NEW = "n" * 43


@pytest.fixture(autouse=True)
def noted():
    """The portal has run before: each key is known by its fingerprint."""
    keys.note_new()


def change(settings, name, new=NEW):
    """What an operator writes into the environment."""
    settings.__setattr__(f"{name}_PREVIOUS", [getattr(settings, name), *getattr(settings, f"{name}_PREVIOUS")])
    settings.__setattr__(name, new)


def forget_previous(settings, name):
    """The last step."""
    settings.__setattr__(f"{name}_PREVIOUS", [])


def rotate(name, **options):
    """Run the command; returns what it says."""
    out = StringIO()
    call_command("rotate_key", name, stdout=out, **options)
    return out.getvalue()


def claimed(number):
    """A person with that number, unchecked."""
    return identity.claim(person=PersonFactory(), number=number, by=None)


def test_identity_key_changes_with_a_kill_in_the_middle(settings, monkeypatch):
    numbers = [f"1010300{n:04}" for n in range(5)]
    for number in numbers:
        claimed(number)
    change(settings, "IDENTITY_KEY")
    monkeypatch.setattr(rotating, "CHUNK", 2)
    walk = rotating.walks("IDENTITY_KEY")[0]
    assert walk.step()  # two of five are moved, then the process dies
    held = IdentityNumber.objects.order_by("pk")
    assert [sealing.decrypt(row.ciphertext, *[NEW, *settings.IDENTITY_KEY_PREVIOUS]) for row in held] == numbers
    said = rotate("IDENTITY_KEY")
    assert "people.IdentityNumber: 5 seen, 3 moved" in said
    assert "take IDENTITY_KEY_PREVIOUS away" in said
    forget_previous(settings, "IDENTITY_KEY")
    assert [sealing.decrypt(row.ciphertext, NEW) for row in held.all()] == numbers
    assert [bytes(row.digest) for row in held.all()] == [digest_of(number) for number in numbers]
    assert keys.wrong() == []


def test_number_is_not_checked_twice_while_its_key_changes(settings):
    first = claimed("10103000001")
    identity.check(person=first.person, by=PersonFactory())
    change(settings, "IDENTITY_KEY")
    second = claimed("10103000001")
    assert bytes(second.digest) != bytes(first.digest)
    with pytest.raises(ValidationError, match="belongs to somebody else"):
        identity.check(person=second.person, by=PersonFactory())


def test_number_seen_on_the_card_is_the_one_checked_under_the_old_key(settings):
    held = claimed("10103000001")
    identity.check(person=held.person, by=PersonFactory())
    change(settings, "IDENTITY_KEY")
    assert identity.see_card(person=held.person, number="10103000001", by=PersonFactory()).pk == held.pk


def test_identity_key_waits_while_a_spreadsheet_is_read(settings):
    sent(a_cohort(), a_list(someone()))
    change(settings, "IDENTITY_KEY")
    with pytest.raises(CommandError, match="being read"):
        rotate("IDENTITY_KEY")


def test_mfa_key_changes(settings):
    person = PersonFactory()
    TOTP.activate(person, "SEED")
    codes = RecoveryCodes.activate(person).generate_codes()
    change(settings, "MFA_KEY")
    assert "2 seen, 2 moved" in rotate("MFA_KEY")
    assert "2 seen, 0 moved" in rotate("MFA_KEY")
    forget_previous(settings, "MFA_KEY")
    totp, recovery = Authenticator.objects.order_by("pk")
    assert sealing.decrypt(totp.data["secret"].encode(), NEW) == "SEED"
    assert RecoveryCodes(recovery).generate_codes() == codes


SYMBOLS = ["yak", "dzong", "chilli", "flag"]


def test_pin_moves_when_its_owner_signs_in(settings):
    used, unused = [
        pins.choose_pin(person=PersonFactory(password="!"), kind="picture", symbols=SYMBOLS) for _ in range(2)
    ]
    change(settings, "PIN_KEY")
    assert "2 PINs move when their owners sign in" in rotate("PIN_KEY")
    assert not pins.check_pin(pin=used, symbols=SYMBOLS[::-1])
    assert pins.check_pin(pin=used, symbols=SYMBOLS)
    assert "1 PINs move" in rotate("PIN_KEY")
    said = rotate("PIN_KEY", reset_rest=True)
    assert "1 PINs were withdrawn" in said
    assert "take PIN_KEY_PREVIOUS away" in said
    forget_previous(settings, "PIN_KEY")
    assert pins.check_pin(pin=Pin.objects.get(), symbols=SYMBOLS)
    assert not Pin.objects.filter(pk=unused.pk).exists()


def test_audit_heads_hold_when_the_old_key_is_gone(settings):
    audit.record("person:seen", subject=PersonFactory(), by=None)
    seal()
    change(settings, "AUDIT_KEY")
    assert prove().broken == ""
    rotate("AUDIT_KEY")
    forget_previous(settings, "AUDIT_KEY")
    assert prove().broken == ""
    assert Head.objects.order_by("-position").first().key_id == fingerprint("AUDIT_KEY", NEW)


def test_audit_key_taken_away_too_early_is_named(settings):
    audit.record("person:seen", subject=PersonFactory(), by=None)
    seal()
    settings.AUDIT_KEY = NEW
    assert "was signed under an AUDIT_KEY that is not given" in prove().broken


def test_certificate_on_paper_is_recognised_after_its_key_changed(settings):
    old = an_issued()
    address = certificates.verify_address(old)
    secret = address.rstrip("/").rsplit("/", 1)[1]
    change(settings, "CERTIFICATE_KEY")
    said = rotate("CERTIFICATE_KEY")
    new = an_issued()
    assert "Keep CERTIFICATE_KEY_PREVIOUS" in said
    assert certificates.verify_address(old) == address
    assert certificates.by_picture_code(old.code, secret) == old
    assert certificates.by_picture_code(new.code, secret) is None
    assert new.key_id == fingerprint("CERTIFICATE_KEY", NEW)


def test_certificate_of_the_new_key_is_not_forged_with_the_old_one(settings):
    """Who stole the old key makes no picture code for what was issued after it was changed."""
    stolen = settings.CERTIFICATE_KEY
    change(settings, "CERTIFICATE_KEY")
    new = an_issued()
    forged = certificates.codes.secret(new.code, stolen.encode())
    assert certificates.by_picture_code(new.code, forged) is None


def test_sessions_outlive_the_change_of_their_key(settings, client):
    person = PersonFactory()
    client.force_login(person)
    change(settings, "SECRET_KEY")
    settings.SECRET_KEY_FALLBACKS = settings.SECRET_KEY_PREVIOUS
    assert client.get("/en/me/").status_code == 200
    assert "in two weeks" in rotate("SECRET_KEY")


def test_rotation_without_the_old_key_is_refused(settings):
    with pytest.raises(CommandError, match="no MFA_KEY_PREVIOUS is given"):
        rotate("MFA_KEY")
    settings.MFA_KEY = NEW
    with pytest.raises(CommandError, match="give that key as MFA_KEY_PREVIOUS first"):
        rotate("MFA_KEY")


def test_change_is_noted_once(settings):
    change(settings, "MFA_KEY")
    rotate("MFA_KEY")
    rotate("MFA_KEY")
    assert KeyUse.objects.filter(name="MFA_KEY").count() == 2


def lose(settings, name):
    """The old key is nowhere any more. Returns its fingerprint."""
    lost = fingerprint(name, getattr(settings, name))
    settings.__setattr__(name, NEW)
    return lost


def test_copies_of_the_last_week_keep_the_old_identity_key(settings):
    copying.make(copy=copying.ask(person=PersonFactory(), language="en", by=None).pk)
    change(settings, "IDENTITY_KEY")
    assert "made in the last week stand under the old key" in rotate("IDENTITY_KEY")
    DataCopy.objects.update(expires_at=timezone.now())
    assert "Nothing stands under the old key" in rotate("IDENTITY_KEY")


def test_key_is_given_up_by_its_fingerprint_alone(settings):
    """Whoever gave a wrong key by mistake loses nothing."""
    with pytest.raises(CommandError, match="is not a MFA_KEY that the data stands under"):
        rotate("MFA_KEY", lost=fingerprint("MFA_KEY", settings.MFA_KEY))
    lost = lose(settings, "MFA_KEY")
    with pytest.raises(CommandError, match=f"--lost {lost}"):
        rotate("MFA_KEY")
    with pytest.raises(CommandError, match="is not a MFA_KEY"):
        rotate("MFA_KEY", lost="0" * 16)
    rotate("MFA_KEY", lost=lost)
    assert keys.wrong() == checks.key_errors() == []
    assert Entry.objects.filter(verb="key:given_up", reason=f"MFA_KEY {lost}: 0 rows").exists()


def test_lost_identity_key_lets_every_card_be_seen_again(settings):
    held = claimed("10103000001")
    identity.check(person=held.person, by=PersonFactory())
    cohort_import = checked(a_cohort(), someone(identity_number="10103000002"))
    rotate("IDENTITY_KEY", lost=lose(settings, "IDENTITY_KEY"))
    assert not IdentityNumber.objects.exists()
    row = cohort_import.rows.get()
    assert row.raw["identity_number"] == row.cleaned["identity_number"] == ""
    assert "number" not in row.cleaned["marks"]
    assert identity.see_card(person=held.person, number="10103000001", by=PersonFactory()).checked_at


def test_lost_second_factor_key_lets_no_password_in_alone(settings):
    person, other = PersonFactory(password="a long password"), PersonFactory(password="a long password")
    TOTP.activate(person, "SEED")
    Authenticator.objects.create(user=other, type=Authenticator.Type.WEBAUTHN, data={})
    RecoveryCodes.activate(other)
    rotate("MFA_KEY", lost=lose(settings, "MFA_KEY"))
    assert [(one.user, one.type) for one in Authenticator.objects.all()] == [(other, Authenticator.Type.WEBAUTHN)]
    person.refresh_from_db()
    other.refresh_from_db()
    assert not person.has_usable_password()
    assert other.has_usable_password()


def test_lost_pin_key_takes_every_pin_away(settings):
    pins.choose_pin(person=PersonFactory(password="!"), kind="picture", symbols=SYMBOLS)
    assert "people.Pin: 1 seen, 1 went" in rotate("PIN_KEY", lost=lose(settings, "PIN_KEY"))
    assert not Pin.objects.exists()


def test_lost_audit_key_is_followed_by_a_head_that_holds(settings):
    audit.record("person:seen", subject=PersonFactory(), by=None)
    seal()
    rotate("AUDIT_KEY", lost=lose(settings, "AUDIT_KEY"))
    assert prove().broken == ""


def test_leaked_session_key_ends_every_session(settings, client):
    client.force_login(PersonFactory())
    rotate("SECRET_KEY", lost=lose(settings, "SECRET_KEY"))
    assert client.get("/en/me/").status_code == 302
