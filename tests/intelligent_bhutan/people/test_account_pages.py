"""allauth's pages in the portal's voice: a heading of our own on each, and buttons that say what they do."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
PASSWORD = "yak-blue-river-seven"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def person(client):
    """Somebody with a password who has just signed in."""
    person = PersonFactory(username="pema", full_name="Pema Lhaden")
    person.set_password(PASSWORD)
    person.save()
    client.post(reverse("account_login"), {"login": "pema", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return person


def with_codes(person):
    """A code app, and recovery codes."""
    TOTP.activate(person, SECRET)
    return RecoveryCodes.activate(person)


def with_passkey(person):
    """A passkey, as far as pages that list it look at it."""
    data = {"name": "My phone", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    return Authenticator.objects.create(user=person, type="webauthn", data=data)


def said(page):
    """The title before the portal's name, and the heading."""
    title, heading = (re.search(rf"<{tag}[^>]*>(.*?)</{tag}>", page.text, re.S)[1] for tag in ("title", "h1"))
    return title.strip().split(" – ")[0], heading.strip()


def buttons(page):
    """The words of all buttons and links that look like one, in the page itself."""
    main = page.text.split("<main", 1)[1]
    found = re.findall(r'class="btn[^"]*"[^>]*>(.*?)</(?:a|button)>', main, re.S)
    return [" ".join(re.sub(r"<[^>]+>", "", words).split()) for words in found]


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("account_email", "Your e-mail"),
        ("account_change_password", "Change your password"),
        ("account_reauthenticate", "Is it you?"),
        ("account_email_verification_sent", "Look at your e-mail"),
        ("account_reset_password_from_key_done", "Your new password is kept"),
        ("account_logout", "Sign out"),
        ("mfa_index", "Second step and passkeys"),
        ("mfa_activate_totp", "Set up a code app"),
        ("mfa_add_webauthn", "Set up a passkey"),
        ("mfa_list_webauthn", "Passkeys"),
    ],
)
def test_page_has_a_heading_of_ours(client, person, name, heading):
    title, shown = said(client.get(reverse(name)))
    assert shown == heading
    assert title in (heading, "Code app", "Passkeys")


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("mfa_deactivate_totp", "Take the code app away"),
        ("mfa_generate_recovery_codes", "Recovery codes"),
        ("mfa_view_recovery_codes", "Recovery codes"),
        ("mfa_index", "Second step and passkeys"),
        ("mfa_reauthenticate", "Is it you?"),
    ],
)
def test_page_of_a_code_app_that_is_there_has_a_heading_of_ours(client, person, name, heading):
    with_codes(person)
    assert said(client.get(reverse(name)))[1] == heading


def test_passkey_is_listed_named_and_taken_away(client, person):
    key = with_passkey(person)
    assert buttons(client.get(reverse("mfa_list_webauthn"))) == [
        "Change the name My phone",
        "Take it away My phone",
        "Set up another one",
    ]
    edit, remove = (reverse(name, args=[key.pk]) for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"))
    assert said(client.get(edit)) == ("Passkeys", "What is this passkey called?")
    assert client.post(edit, {"name": "Her phone"}).status_code == 302
    assert "Her phone opens your account no more." in client.get(remove).text
    assert client.post(remove).status_code == 302
    assert not Authenticator.objects.exists()


def test_second_step_at_the_door_says_what_to_type_and_where_to_get_help(client, person):
    with_codes(person)
    client.logout()
    page = client.post(reverse("account_login"), {"login": "pema", "password": PASSWORD}, follow=True)
    assert said(page) == ("The second step", "The second step")
    assert buttons(page) == ["Sign in", "Use a passkey", "Do not sign in"]


def test_password_is_chosen_by_who_had_none(client, person):
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    assert said(client.get(reverse("account_set_password"))) == ("Choose a password", "Choose a password")


def test_email_that_waits_stands_beside_the_one_that_serves_until_then(client, person):
    address, add = reverse("account_email"), "Send a letter to confirm it"
    assert buttons(client.get(address)) == [add]
    EmailAddress.objects.create(user=person, email="one@example.bt", verified=True, primary=True)
    assert "This e-mail is confirmed." in client.get(address).text
    client.post(address, {"email": "two@example.bt", "action_add": ""})
    page = client.get(address)
    assert buttons(page) == ["Send another letter", "Take it away", add]
    assert [email for email in ("one@example.bt", "two@example.bt") if email not in page.text] == []
    client.post(address, {"email": "two@example.bt", "action_remove": ""})
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["one@example.bt"]


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("account_email", ["E-mail"]),
        ("account_change_password", ["The password that you have now", "New password", "The same once more"]),
        ("mfa_activate_totp", ["Code that the app shows"]),
        ("mfa_add_webauthn", ["What do you call it?", "It opens my account without a password"]),
    ],
)
def test_form_asks_in_words_of_ours(client, person, name, labels):
    form = client.get(reverse(name)).context["form"]
    assert [str(field.label) for field in form.visible_fields()] == labels


def test_passkeys_have_names_from_the_beginning(client, person):
    assert client.get(reverse("mfa_add_webauthn")).context["form"]["name"].value() == "My passkey"
    with_passkey(person)
    assert get_adapter().generate_authenticator_name(person, "webauthn") == "My passkey 2"


def test_link_that_is_no_more_leads_to_another_letter(client, person):
    page = client.get(reverse("account_confirm_email", args=["MQ:nothing"]))
    assert said(page) == ("Is this your e-mail?", "This link does not work any more")
    assert buttons(page) == ["Your e-mail"]


def test_recovery_codes_stand_one_under_the_other(client, person):
    codes = with_codes(person).get_unused_codes()
    page = client.get(reverse("mfa_view_recovery_codes"))
    assert re.findall(r"<code>(.*?)</code>", page.text) == codes


def test_account_is_asked_for_in_our_words(client):
    page = client.get(reverse("account_signup"))
    assert "User name" in page.text
    assert "At least 8 signs" in page.text
    assert "<li>Your password" not in page.text


def test_nothing_stands_in_a_field_before_one_writes(client, person):
    names = ("account_login", "account_signup", "account_change_password", "account_email", "account_reset_password")
    assert [name for name in names if "placeholder" in client.get(reverse(name)).text] == []
