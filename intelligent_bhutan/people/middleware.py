"""What every answer carries, and what staff must have before they see anything."""

from functools import partial

from allauth.account.authentication import get_authentication_records
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.dispatch import receiver
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from intelligent_bhutan.people.actions import sessions
from intelligent_bhutan.people.rules import is_staff_member

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"
FREE = ("account_", "mfa_")  # open to whoever has no factor yet
GATES = {"account_logout", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}  # to whoever has one and did not use it
SET_UP_HERE = "second_factor_set_up_here"


class SecurityHeaders:
    """Headers that Django lacks; what is answered to somebody with a session is kept by no cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # the person is not asked for: that would need the database, which may be why this is an error page
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response


class SessionLimits:
    """Whoever was signed in for too long is signed out; see `actions/sessions.py` for what is too long for whom."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, arguments, named):
        """Go on as nobody where the time is over; else note the visit."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return
        if sessions.is_over(request.session):
            logout(request)
            messages.info(request, _("You were signed out, to keep your account safe. Sign in again."))
        else:
            sessions.note_visit(request.session, is_staff=partial(is_staff_member, request.user))


class StaffNeedSecondFactor:
    """Whoever holds a staff role sets up a second factor and uses it; until then only account pages open.

    What counts is this session, not the account: a door that asked for a password or a PIN alone leads no further, and
    not to the pages either on which a factor that is there already could be taken away, or another one added.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, arguments, named):
        """Lead to where a second factor is set up, or given."""
        if not settings.MFA_DEMANDED or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None  # without a session nobody is signed in; public pages stay untouched by it
        if not request.user.is_authenticated:
            return None
        name = request.resolver_match.url_name or ""
        if name in GATES or not is_staff_member(request.user) or has_used_second_factor(request):
            return None
        if not is_mfa_enabled(request.user):
            return None if name.startswith(FREE) else redirect("mfa_activate_totp")
        return redirect(f"{resolve_url('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")


def has_used_second_factor(request):
    """Whether a second factor was given, or set up, in this session."""
    records = get_authentication_records(request, request.user)
    return bool(request.session.get(SET_UP_HERE)) or any(record["method"] == "mfa" for record in records)


@receiver(authenticator_added)
def remember_set_up(request, **_):
    """A code was just given to prove that the new factor works."""
    request.session[SET_UP_HERE] = True
