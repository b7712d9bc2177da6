"""What people did on allauth's own pages: they are told of it, and a new session begins to count its time."""

from copy import copy

from allauth.account.signals import email_changed, password_changed, password_set
from allauth.account.signals import user_logged_in as signed_in
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from intelligent_bhutan import notices
from intelligent_bhutan.people.actions import sessions
from intelligent_bhutan.people.notices import recovering as kinds
from intelligent_bhutan.people.rules import is_staff_member


@receiver([password_changed, password_set])
def tell_of_password(user, **_):
    """Another password: every other session is over, since it hangs on the old one."""
    notices.tell(person=user, kind=kinds.PASSWORD_CHANGED, at=timezone.now())


@receiver(email_changed)
def tell_of_email(user, **_):
    """Another e-mail."""
    notices.tell(person=user, kind=kinds.EMAIL_CHANGED, at=timezone.now())


@receiver(user_logged_in)
def begin_session(request, user, **_):
    """From now on its hours count."""
    sessions.begin(request.session, staff=is_staff_member(copy(user)))  # roles read now are not kept on the person


@receiver(signed_in)
def forget_where(request, user, **_):
    """Nobody needs to know from where a learner signs in; of staff it is kept, see security."""
    if not is_staff_member(user):
        UserSession.objects.filter(session_key=request.session.session_key).update(ip=sessions.NOWHERE)
