"""Work that got stuck: what operators see and bring back to life."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from intelligent_bhutan.outbox import actions
from intelligent_bhutan.outbox.models import Message

PAGE = 25
operates = permission_required("people.operate", raise_exception=True)


@never_cache
@login_required
@operates
@require_safe
def dead(request):
    """Messages that were given up, the latest first, and how many wait."""
    page = Paginator(Message.objects.dead().order_by("-finished_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    waits = Message.objects.filter(state=Message.State.WAITING).aggregate(waiting=Count("pk"), oldest=Min("created_at"))
    return render(request, "outbox/dead.html", {"page": page} | waits)


@login_required
@operates
@require_POST
def retry(request, pk):
    """Bring one back to life; 404 for one that is not dead (any more)."""
    actions.retry(message=get_object_or_404(Message.objects.dead(), pk=pk), by=request.user)
    messages.success(request, _("It is tried again now."))
    return redirect("outbox:dead")
