"""What everyone may know of keeping, and what operators see of keys and clearing."""

import hmac
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from intelligent_bhutan.caching import shared
from intelligent_bhutan.operating import clearing, keeping, keys
from intelligent_bhutan.operating import metrics as figures
from intelligent_bhutan.operating.models import KeepingRun

operates = permission_required("people.operate", raise_exception=True)


@require_safe
@shared()
def kept(request):
    """How long the portal keeps what it knows of people, in plain words."""
    return render(request, "operating/kept.html", {"purposes": keeping.purposes()})


@never_cache
@login_required
@operates
@require_safe
def key_register(request):
    """Every key: what it protects and whether the running one fits the data. Never a key."""
    context = {"standings": keys.standings(), "backup": keys.BY_NAME["BACKUP_KEY"]}
    return render(request, "operating/keys.html", context)


@never_cache
@login_required
@operates
@require_safe
def schedule(request):
    """The retention schedule by table, what is due now and what the last run deleted."""
    run, waiting = KeepingRun.objects.first(), clearing.due()
    went = run.counts if run else {}
    rows = [(rule, waiting.get(rule.label, 0), went.get(rule.label, 0)) for rule in keeping.SCHEDULE if rule.due]
    return render(request, "operating/schedule.html", {"run": run, "rows": rows, "stays": keeping.staying().items()})


@never_cache
@require_safe
def metrics(request):
    """What monitoring reads; for whoever knows the token, or asks from an address of ours. To all others it is not."""
    if not may_read_metrics(request):
        raise Http404
    return HttpResponse(figures.text(), content_type=CONTENT_TYPE_LATEST)


def may_read_metrics(request):
    """Whether the token is right, or the address itself, not one that a proxy speaks of, is in a network of ours."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if settings.METRICS_TOKEN and hmac.compare_digest(given, settings.METRICS_TOKEN.encode()):
        return True
    address = request.META.get("REMOTE_ADDR", "")
    if "X-Forwarded-For" in request.headers or not address or not settings.METRICS_NETWORKS:
        return False
    return any(ip_address(address) in ip_network(network) for network in settings.METRICS_NETWORKS)
