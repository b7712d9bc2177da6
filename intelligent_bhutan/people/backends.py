"""How a person is found and checked at sign-in."""

from allauth.account.auth_backends import AuthenticationBackend


class PortalBackend(AuthenticationBackend):
    """allauth's, with user names compared in small letters."""

    def authenticate(self, request, **credentials):
        """The person whose credentials these are, or None."""
        if credentials.get("username"):
            credentials["username"] = credentials["username"].lower()
        return super().authenticate(request, **credentials)
