"""Setting up a second factor, with real commits: allauth tells of it once the factor is in the database."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

from intelligent_bhutan.people.models import Membership
from tests.factories.people import holder_of

PASSWORD = "yak-blue-river-seven"


def test_factor_set_up_in_this_session_opens_the_desk(committed, client, settings):
    settings.MFA_DEMANDED = True
    person = holder_of(Membership.Role.EDITOR)
    person.set_password(PASSWORD)
    person.save()
    set_up = reverse("mfa_activate_totp")
    client.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
    assert client.get(reverse("literacy:editing")).url == set_up
    assert client.get(set_up).url.startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(set_up).context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert client.post(set_up, {"code": code}).url == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("literacy:editing")).status_code == 200
