"""What programme officers see and do."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intelligent_bhutan.certificates import actions, queries
from intelligent_bhutan.certificates.forms import FindForm, RevokeForm
from intelligent_bhutan.certificates.models import Award

PAGE = 25


@login_required
@permission_required("certificates.oversee", raise_exception=True)
@require_safe
def overview(request):
    """Issuing, what waits, what was revoked; find one."""
    form = FindForm(request.GET)
    text = form.cleaned_data["text"].strip() if form.is_valid() else ""
    page = Paginator(queries.matching(text), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "progress": queries.progress(), "text": text}
    return render(request, "certificates/staff.html", context)


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
        actions.revoke(award=award, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The certificate is revoked. The check page says so from now on."))
        return redirect("certificates:staff")
    return render(request, "certificates/revoke.html", {"award": award, "form": form})
