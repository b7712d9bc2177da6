"""How a person is found and checked at sign-in."""

from allauth.account.auth_backends import AuthenticationBackend

from intelligent_bhutan.notices.queries import unread_notices
from intelligent_bhutan.people.models import User
from intelligent_bhutan.people.phones import e164
from intelligent_bhutan.people.queries.finding import with_phone


class PortalBackend(AuthenticationBackend):
    """allauth's, with user names compared in small letters, and phones of which several may be written down."""

    def authenticate(self, request, **credentials):
        """The person whose credentials these are, or None."""
        if credentials.get("username"):
            credentials["username"] = credentials["username"].lower()
        if person := with_phone(e164(credentials.get("phone") or "")):
            credentials = {"username": person.username, "password": credentials.get("password")}
        return super().authenticate(request, **credentials)

    def get_user(self, user_id):
        """Whose session this is, or None; with `unread_notices`, which every page shows and none asks for again."""
        person = User.objects.annotate(unread_notices=unread_notices()).filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None
