"""What every answer carries, and what staff must have before they see anything."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect

from intelligent_bhutan.people.rules import is_staff_member

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"
FREE = ("account_", "mfa_")


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


class StaffNeedSecondFactor:
    """Whoever holds a staff role sets up a second factor first; until then only account pages open."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, arguments, named):
        """Lead to the set-up page where a second factor is missing."""
        if not settings.MFA_DEMANDED or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None  # without a session nobody is signed in; public pages stay untouched by it
        if not request.user.is_authenticated:
            return None
        name = request.resolver_match.url_name or ""
        if name.startswith(FREE) or not is_staff_member(request.user) or is_mfa_enabled(request.user):
            return None
        return redirect("mfa_activate_totp")
