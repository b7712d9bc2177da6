"""Checking a certificate: anyone, in either language, without an account. Addresses here are printed on paper."""

from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intelligent_bhutan.certificates import queries
from intelligent_bhutan.certificates.forms import CheckForm
from intelligent_bhutan.people.origins import line_of
from intelligent_bhutan.typed_codes import grouped

A_MINUTE = 60
AN_ADDRESS = 120  # checks a minute: a whole office shares one
A_CODE = 20  # wrong names under one code an hour; right ones tell a guesser nothing new
AN_HOUR = 3600


def in_asked_language(view):
    """`?lang=dz` chooses the language, since these addresses carry none; otherwise the browser's choice holds."""

    @wraps(view)
    def within(request, *arguments, **named):
        asked = request.GET.get("lang", "")
        if asked not in dict(settings.LANGUAGES):
            return view(request, *arguments, **named)
        with translation.override(asked):
            response = view(request, *arguments, **named)
        response["Content-Language"] = asked
        return response

    return within


def uses(key, seconds, *, more=0):
    """How often the key was used in this stretch of time, `more` added now. Without a cache nobody waits."""
    key = f"verify:{key}:{int(timezone.now().timestamp()) // seconds}"
    cache.add(key, 0, seconds)
    return cache.incr(key, more) if more else cache.get(key, 0)


def asks_too_often(request):
    """Counts one check for the line that asks; whether that is too many."""
    return uses(line_of(request), A_MINUTE, more=1) > AN_ADDRESS


def answer(request, template, context=None, status=200):
    """A page that nobody keeps: neither a cache nor a search engine."""
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def wait(request, seconds):
    """Too many tries: in words, and for machines the time after which to come back."""
    response = answer(request, "errors/429.html", status=429)
    response["Retry-After"] = str(seconds)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_asked_language
def form(request):
    """Code and name, answered with match or no match: a wrong name, a wrong code and no such code read the same."""
    if request.method != "POST":
        return answer(request, "certificates/verify_form.html", {"form": CheckForm(initial=request.GET.dict())})
    if "again" in request.POST:  # what was typed comes back by POST: no name stands in an address or a log
        return answer(request, "certificates/verify_form.html", {"form": CheckForm(initial=request.POST.dict())})
    if asks_too_often(request):
        return wait(request, A_MINUTE)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return answer(request, "certificates/verify_form.html", {"form": form}, status=422)
    code, name = form.cleaned_data["code"], form.cleaned_data["name"]
    if uses(code, AN_HOUR) >= A_CODE:
        return wait(request, AN_HOUR)
    award = queries.by_code(code)
    if award is None or not queries.carries_name(award, name):
        uses(code, AN_HOUR, more=1)
        return shown(request, None, typed={"code": request.POST["code"], "name": name})
    return shown(request, award)


@never_cache
@require_safe
@in_asked_language
def show(request, code, secret):
    """What the picture code leads to: the printed name, what was tested and when, and whether it holds."""
    if asks_too_often(request):
        return wait(request, A_MINUTE)
    return shown(request, queries.by_picture_code(code, secret))


def shown(request, award, typed=None):
    """Valid, revoked, or unknown; `typed` is what somebody wrote by hand, to be mended when it fits nothing."""
    if award is None:
        context = {"by_name": typed is not None} | (typed or {})
        return answer(request, "certificates/verify_unknown.html", context, status=404)
    context = {
        "award": award,
        "tested": queries.tested(award),
        "grouped": grouped(award.code),
        "later": queries.replacement_of(award),
        "now": timezone.now(),
    }
    return answer(request, "certificates/verify_show.html", context)
