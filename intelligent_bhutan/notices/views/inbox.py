"""A person's own inbox, and what they choose to hear of elsewhere."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intelligent_bhutan.notices import queries
from intelligent_bhutan.notices.actions import reading
from intelligent_bhutan.notices.forms import ChoicesForm

PAGE = 20


@never_cache
@login_required
@require_safe
def inbox(request):
    """Everything the person was told, the newest first."""
    page = Paginator(queries.inbox_of(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/inbox.html", {"page": page})


@never_cache
@login_required
@require_safe
def detail(request, public_id):
    """One notice, which is read from now on; 404 for another's."""
    notice = get_object_or_404(queries.inbox_of(request.user), public_id=public_id)
    if request.method == "GET" and reading.read(notice=notice):
        request.user.unread_notices = max(0, getattr(request.user, "unread_notices", 0) - 1)
    return render(request, "notices/detail.html", {"notice": notice})


@login_required
@require_POST
def read_all(request):
    """Nothing is new any more."""
    reading.read_all(person=request.user)
    return redirect("notices:inbox")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request):
    """What the person wants to hear of by e-mail and text message."""
    reach = queries.reach_of(request.user)
    form = ChoicesForm(request.POST or None, choices=reach.choices)
    if request.method == "POST" and form.is_valid():
        reading.choose(person=request.user, answers=form.answers(), by=request.user)
        messages.success(request, _("Your choices are saved."))
        return redirect("notices:choices")
    context = {"form": form, "reach": reach, "quiet": settings.QUIET_HOURS, "limit": settings.TEXTS_A_DAY}
    return render(request, "notices/choices.html", context, status=422 if form.errors else 200)
