"""Pages that belong to no strand: home, the door, health, the gallery, errors."""

import sys

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db import InterfaceError, OperationalError, connection
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intelligent_bhutan import celery_app, my, refusals
from intelligent_bhutan.caching import shared
from intelligent_bhutan.certificates.queries import holds_any
from intelligent_bhutan.gallery import samples
from intelligent_bhutan.outbox import actions as outbox
from intelligent_bhutan.people.actions import details
from intelligent_bhutan.people.forms import DetailsForm
from intelligent_bhutan.targets.queries import national_answer
from literacy.queries import learning, results


@require_safe
def language_door(request):
    """The bare address leads to the language that the browser asks for."""
    return redirect(f"/{get_language_from_request(request)}/")


@require_safe
@shared()
def home(request):
    """The promise, the first step, the national number."""
    context = {"national": national_answer(), "courses": learning.published()[:3]}
    return render(request, "home.html", context)


@never_cache
@login_required
@require_safe
def my_page(request):
    """What one person has here: where to go on, certificates, what their roles let them do."""
    return render(request, "my_page.html", {"page": my.page_of(request.user)})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_details(request):
    """What the portal knows of the person, to be changed by themselves; who they are only until they pass something."""
    has_passed = holds_any(request.user) or results.has_passed(request.user)
    form = DetailsForm(request.POST or None, person=request.user, has_passed=has_passed)
    if request.method == "POST" and form.is_valid():
        try:
            details.change(person=request.user, answers=form.answers(), has_passed=has_passed, by=request.user)
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            messages.success(request, _("Your details are saved."))
            with translation.override(form.cleaned_data["language"]):
                return redirect("my_page")
    context = {"form": form, "has_passed": has_passed}
    return render(request, "my_details.html", context, status=422 if form.errors else 200)


@require_safe
def gallery(request):
    """Every component in every state."""
    return render(request, "gallery.html", samples())


@never_cache
@require_safe
def health(request):
    """Which part is down: 200 when all answer, 503 otherwise. Names parts, never addresses."""
    parts = {
        "database": database_answers,
        "cache": cache_answers,
        "broker": broker_answers,
        "worker": outbox.shows_life,
    }
    found = {part: answers(check) for part, check in parts.items()}
    return JsonResponse(found, status=200 if all(found.values()) else 503)


@never_cache
@require_safe
def alive(request):
    """Whether this server can serve: process and database. Without a worker people still read, learn and sit papers."""
    lives = answers(database_answers)
    return JsonResponse({"database": lives}, status=200 if lives else 503)


def answers(check):
    """Whether the check went through; any failure is a no."""
    try:
        return bool(check())
    except Exception:
        return False


def database_answers():
    """A round trip to PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        return cursor.fetchone() == (1,)


def cache_answers():
    """A value comes back."""
    cache.set("health", 1, 5)
    return cache.get("health") == 1


def broker_answers():
    """A connection to the broker can be made."""
    with celery_app.connection_for_write(connect_timeout=1) as broker:
        broker.ensure_connection(max_retries=1, timeout=1)
        return broker.connected


def bad_request(request, exception=None):
    """400 in words, or 413 where it was simply too much."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return render(request, f"errors/{status}.html", status=status)


def forbidden(request, exception=None):
    """403 in words."""
    return render(request, "errors/403.html", status=403)


def not_found(request, exception=None):
    """404 in words."""
    return render(request, "errors/404.html", status=404)


def server_error(request):
    """500 in words, or 503 where the database does not answer; the pages need neither database nor session."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return render(request, "errors/500.html", status=500)
    page = render(request, "errors/503.html", status=503)
    page["Retry-After"] = "120"
    return page
