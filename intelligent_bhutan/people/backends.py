"""How a person is found and checked at sign-in."""

from allauth.account.auth_backends import AuthenticationBackend


class PortalBackend(AuthenticationBackend):
    """allauth's, with user names compared in small letters."""

    def _authenticate_by_username(self, **credentials):
        if credentials.get("username"):
            credentials["username"] = credentials["username"].lower()
        return super()._authenticate_by_username(**credentials)
