"""A second factor is demanded of staff and of nobody else; its secrets lie encrypted."""

import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings as live_settings
from django.db import connection
from django.urls import reverse

from intelligent_bhutan.people.actions import roles
from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.people.rules import STAFF_ROLES
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role
PASSWORD = "yak-blue-river-seven"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def demanded(settings):
    settings.MFA_DEMANDED = True


def with_password(person):
    person.set_password(PASSWORD)
    person.save()
    return person


def code_now(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client, person, code=None):
    client.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
    if code:
        client.post(reverse("mfa_authenticate"), {"code": code})
    return client


@pytest.fixture
def person_with_both():
    """A member of staff who keeps a password and a second factor."""
    person = with_password(holder_of(Role.EDITOR))
    TOTP.activate(person, SECRET)
    return person


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_staff_without_a_second_factor_are_led_to_set_it_up(client, role):
    client.force_login(holder_of(role, OrganisationFactory()))
    assert client.get(reverse("my_page")).url == reverse("mfa_activate_totp")
    assert client.post(reverse("my_details")).url == reverse("mfa_activate_totp")
    assert client.get(reverse("account_logout")).status_code == 200


def test_administrator_is_led_to_set_it_up_before_the_admin_opens(client):
    person = PersonFactory()
    roles.make_administrator(person=person, by=None)
    client.force_login(type(person).objects.get(pk=person.pk))
    assert client.get(reverse("admin:index")).url == reverse("mfa_activate_totp")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER, Role.PROGRAMME_OFFICER])
def test_whom_a_role_lets_into_the_admin_sets_it_up_before(client, role):
    client.force_login(holder_of(role))
    for page in ("admin:index", "admin:login"):
        assert client.get(reverse(page)).url == reverse("mfa_activate_totp")


@pytest.mark.parametrize("role", [None, Role.MEMBER])
def test_citizens_are_left_in_peace(client, role):
    client.force_login(holder_of(role, OrganisationFactory()) if role else PersonFactory())
    assert client.get(reverse("my_page")).status_code == 200


def test_role_that_ended_demands_nothing(client):
    person = holder_of(Role.EDITOR)
    roles.end(membership=person.memberships.get(), by=None)
    client.force_login(person)
    assert client.get(reverse("my_page")).status_code == 200


def test_sign_in_asks_for_the_code_and_then_opens_the_desk(client):
    person = with_password(holder_of(Role.EDITOR))
    TOTP.activate(person, SECRET)
    asked = sign_in(client, person)
    assert "_auth_user_id" not in asked.session
    sign_in(client, person, code_now())
    assert client.get(reverse("literacy:editing")).status_code == 200


def test_session_that_never_gave_the_factor_is_asked_for_it(client):
    person = holder_of(Role.EDITOR)
    TOTP.activate(person, SECRET)
    client.force_login(person)
    asked = client.get(reverse("literacy:editing"))
    assert asked.url.startswith(reverse("mfa_reauthenticate") + "?next=")
    assert client.post(asked.url, {"code": code_now()}).url == reverse("literacy:editing")
    assert client.get(reverse("literacy:editing")).status_code == 200


@pytest.mark.parametrize("page", ["mfa_deactivate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"])
def test_session_that_knows_the_password_alone_cannot_change_the_factor(client, person_with_both, page):
    client.force_login(person_with_both)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for ask in (client.get, client.post):
        assert ask(reverse(page)).url.startswith(reverse("mfa_reauthenticate") + "?next=")
    assert client.get(reverse("mfa_reauthenticate")).status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200
    client.post(reverse("mfa_reauthenticate"), {"code": code_now()})
    assert client.get(reverse(page)).status_code == 200


def test_code_works_once(client):
    person = with_password(holder_of(Role.EDITOR))
    TOTP.activate(person, SECRET)
    code = code_now()
    sign_in(client, person, code)
    client.logout()
    sign_in(client, person, code)
    assert "_auth_user_id" not in client.session


def test_secrets_lie_encrypted_and_can_be_read_again():
    person = PersonFactory()
    TOTP.activate(person, SECRET)
    recovery = RecoveryCodes.activate(person)
    codes = recovery.generate_codes()
    with connection.cursor() as cursor:
        cursor.execute("select type, data::text from mfa_authenticator order by type")
        raw = dict(cursor.fetchall())
    assert SECRET not in raw["totp"]
    assert [code for code in codes if code in raw["recovery_codes"]] == []
    stored = json.loads(raw["totp"])["secret"], json.loads(raw["recovery_codes"])["seed"]
    assert [text[:5] for text in stored] == ["gAAAA", "gAAAA"]  # Fernet's version byte and time
    instance = Authenticator.objects.get(type="totp")
    assert instance.wrap().validate_code(code_now())


def test_secrets_of_another_key_open_nothing(settings):
    person = PersonFactory()
    TOTP.activate(person, SECRET)
    settings.MFA_KEY = live_settings.MFA_KEY[::-1]
    with pytest.raises(Exception, match=r"^$") as refusal:
        Authenticator.objects.get().wrap().validate_code(code_now())
    assert type(refusal.value).__name__ == "InvalidToken"
