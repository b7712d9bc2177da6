"""What the admin is not: a second door, and a way to people, sessions and second factors around the actions."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse


def opens(request):
    """Whether the person's roles open the admin. What they see and change there, each page asks for itself."""
    return request.user.has_perm("people.open_admin")


def door(request, extra_context=None):
    """No sign-in of its own: Django's knows neither second factors nor limits on trying."""
    if not request.user.is_authenticated:
        return redirect_to_login(get_next_redirect_url(request) or reverse("admin:index"))
    if not opens(request):
        raise PermissionDenied
    return redirect("admin:index")


admin.site.has_permission = opens
admin.site.login = door

for model in (Authenticator, EmailAddress, EmailConfirmation, Group, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
