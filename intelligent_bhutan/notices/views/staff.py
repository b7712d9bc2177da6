"""How copies of notices fare: what operators see, without names, addresses or words."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from intelligent_bhutan.notices import queries
from intelligent_bhutan.notices.actions import delivering
from intelligent_bhutan.notices.models import Delivery

PAGE = 25
operates = permission_required("people.operate", raise_exception=True)


@never_cache
@login_required
@operates
@require_safe
def deliveries(request):
    """Counts of the last days by state, and the copies that failed, the latest first."""
    failed = Delivery.objects.failed().select_related("notice__person").order_by("-ended_at", "-pk")
    page = Paginator(failed, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "days": queries.last_days(), "states": Delivery.State.labels}
    return render(request, "notices/deliveries.html", context)


@login_required
@operates
@require_POST
def retry(request, reference):
    """Send one more time what failed; 404 for what did not fail."""
    failed = get_object_or_404(Delivery.objects.failed(), reference=reference)
    try:
        delivering.retry(delivery=failed, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("It is tried again now."))
    return redirect("notices:deliveries")
