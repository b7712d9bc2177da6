"""Checking a certificate: anyone, in either language, without an account. Addresses here are printed on paper."""

from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from intelligent_bhutan.certificates import codes, queries
from intelligent_bhutan.certificates.forms import CheckForm

A_MINUTE = 60
AN_ADDRESS = 120  # checks a minute: a whole office shares one
A_CODE = 20  # guesses at the name of one code an hour
AN_HOUR = 3600


def in_asked_language(view):
    """`?lang=dz` chooses the language, since these addresses carry none; otherwise the browser's choice holds."""

    @wraps(view)
    def within(request, *arguments, **named):
        asked = request.GET.get("lang", "")
        if asked not in dict(settings.LANGUAGES):
            return view(request, *arguments, **named)
        with translation.override(asked):
            return view(request, *arguments, **named)

    return within


def too_often(key, limit, seconds):
    """Whether the key has been used more often than the limit in this stretch of time. Without a cache nobody waits."""
    try:
        key = f"verify:{key}:{int(timezone.now().timestamp()) // seconds}"
        cache.add(key, 0, seconds)
        return cache.incr(key) > limit
    except Exception:
        return False


def answer(request, template, context=None, status=200):
    """A page that nobody keeps: neither a cache nor a search engine."""
    response: HttpResponse = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_asked_language
def form(request):
    """Code and name, answered with match or no match."""
    if request.method != "POST":
        return answer(request, "certificates/verify_form.html", {"form": CheckForm(initial=request.GET.dict())})
    if too_often(request.META.get("REMOTE_ADDR", ""), AN_ADDRESS, A_MINUTE):
        return answer(request, "errors/429.html", status=429)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return answer(request, "certificates/verify_form.html", {"form": form}, status=422)
    code = form.cleaned_data["code"]
    if too_often(code, A_CODE, AN_HOUR):
        return answer(request, "errors/429.html", status=429)
    award = queries.by_code(code)
    matches = award is not None and queries.carries_name(award, form.cleaned_data["name"])
    return shown(request, award if matches else None, name=form.cleaned_data["name"])


@never_cache
@require_GET
@in_asked_language
def show(request, code, secret):
    """What the picture code leads to: the printed name, what was tested and when, and whether it holds."""
    if too_often(request.META.get("REMOTE_ADDR", ""), AN_ADDRESS, A_MINUTE):
        return answer(request, "errors/429.html", status=429)
    return shown(request, queries.by_picture_code(code, secret))


def shown(request, award, name=""):
    """Valid, revoked, or unknown."""
    if award is None:
        return answer(request, "certificates/verify_unknown.html", {"name": name}, status=404)
    context = {
        "award": award,
        "tested": queries.tested(award),
        "grouped": codes.grouped(award.code),
        "now": timezone.now(),
        "by_name": bool(name),
    }
    return answer(request, "certificates/verify_show.html", context)
