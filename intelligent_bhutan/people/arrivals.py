"""Somebody signs in: a wish to be erased is taken back, and a notice that they have not agreed to is put before them.

The session remembers what to ask, so that no page reads it again.
"""

from allauth.account.signals import user_logged_in
from django.conf import settings
from django.contrib import messages
from django.dispatch import receiver
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from intelligent_bhutan.people.actions import erasing
from intelligent_bhutan.people.queries.consent import due_for

KEY = "consent_due"
# nothing stands between a person and their account, their own data, or the paper that lies before them
FREE = ("account_", "mfa_", "usersessions_")
NEVER = {
    "my_details", "exam", "begin", "attempt", "exam_voice", "sitting_results", "lesson_file", "door", "health", "alive",
}  # fmt: skip


@receiver(user_logged_in)
def through_the_door(request, user, **_):
    """By password, passkey or code: allauth tells."""
    arrived(request, user)


def arrived(request, person):
    """Remember in the session what this person must be asked. Doors that are not allauth's call it themselves."""
    if erasing.cancel(person=person, by=person):
        messages.success(request, _("Welcome back. Your data is not erased."))
    request.session.pop(KEY, None)
    if due := due_for(person):
        request.session[KEY] = {"until": due.until.isoformat(), "asked": False}


def asked(request):
    """The question was seen: it comes again at the next sign-in, or when it cannot wait any more."""
    if due := request.session.get(KEY):
        request.session[KEY] = due | {"asked": True}


def answered(request):
    """There is nothing to ask any more."""
    request.session.pop(KEY, None)


def must_answer(request, at=None):
    """Whether the person can go on only with an answer."""
    due = request.session.get(KEY)
    return bool(due) and parse_datetime(due["until"]) <= (at or timezone.now())


class AskForConsent:
    """Leads to a notice that was not agreed to: once after signing in, and always when two weeks are over.

    What is sent (POST) always gets through, so that nothing is lost on the way.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, arguments, named):
        """To the question, or on."""
        match = request.resolver_match
        name = match.url_name or ""
        if request.method != "GET" or "ownership" in match.namespaces or name in NEVER or name.startswith(FREE):
            return None
        # public pages stay untouched by a session where there is none
        due = request.session.get(KEY) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if not due or (due["asked"] and not must_answer(request)):
            return None
        return redirect(f"{reverse('ownership:ask')}?{urlencode({'next': request.get_full_path()})}")
