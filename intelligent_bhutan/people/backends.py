"""How a person is found and checked at sign-in."""

from allauth.account.auth_backends import AuthenticationBackend

from intelligent_bhutan.people.phones import e164
from intelligent_bhutan.people.queries.recovering import with_phone


class PortalBackend(AuthenticationBackend):
    """allauth's, with user names compared in small letters, and phones of which several may be written down."""

    def authenticate(self, request, **credentials):
        """The person whose credentials these are, or None."""
        if credentials.get("username"):
            credentials["username"] = credentials["username"].lower()
        if person := with_phone(e164(credentials.get("phone") or "")):
            credentials = {"username": person.username, "password": credentials.get("password")}
        return super().authenticate(request, **credentials)
