"""What programme officers see and do."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intelligent_bhutan.certificates import actions, queries
from intelligent_bhutan.certificates.forms import FindForm, RevokeForm
from intelligent_bhutan.certificates.models import Award

PAGE = 25
STUCK_SHOWN = 10


@never_cache
@login_required
@permission_required("certificates.oversee", raise_exception=True)
@require_safe
def overview(request):
    """Issuing, what waits, what was given up, what was revoked; find one."""
    form = FindForm(request.GET)
    text = form.cleaned_data["text"].strip() if form.is_valid() else ""
    page = Paginator(queries.matching(text), PAGE).get_page(request.GET.get("page"))
    stuck = queries.stuck()
    context = {
        "form": form,
        "page": page,
        "progress": queries.progress(),
        "stuck": stuck[:STUCK_SHOWN],
        "stuck_count": stuck.count(),
        "text": text,
    }
    return render(request, "certificates/staff.html", context)


@login_required
@permission_required("certificates.oversee", raise_exception=True)
@require_POST
def retry(request, public_id):
    """Let the machines try again what they gave up."""
    award = get_object_or_404(Award, public_id=public_id)
    if actions.try_again(award=award, by=request.user):
        messages.success(request, _("It is tried again now."))
    return redirect("certificates:staff")


@never_cache
@login_required
@permission_required("certificates.oversee", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request, public_id):
    """Take a certificate back, with a reason from the list; nobody revokes their own."""
    award = get_object_or_404(Award.objects.select_related("achievement", "citizen"), public_id=public_id)
    if not request.user.has_perm("certificates.revoke", award):
        raise PermissionDenied
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        actions.revoke(award=award, reason=answers["reason"], remark=answers["remark"], by=request.user)
        messages.success(request, _("The certificate is revoked. The check page says so from now on."))
        return redirect("certificates:staff")
    return render(request, "certificates/revoke.html", {"award": award, "form": form})
