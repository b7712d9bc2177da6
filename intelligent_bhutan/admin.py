"""What the admin is not: a second door, and a way to people, sessions and second factors around the actions."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group

# Django's own sign-in knows neither second factors nor limits on trying
admin.site.login = secure_admin_login(admin.site.login)

for model in (Authenticator, EmailAddress, EmailConfirmation, Group, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
