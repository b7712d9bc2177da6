"""One's own data: see it, take a copy, have it erased."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intelligent_bhutan import refusals
from intelligent_bhutan.people.actions import copying, erasing, proving
from intelligent_bhutan.people.forms.ownership import EraseForm
from intelligent_bhutan.people.models.own_data import MAY_THINK
from intelligent_bhutan.people.queries import own_data as queries

PAGE = 25


@never_cache
@login_required
@require_safe
def overview(request):
    """All that is held of the person, in groups, the latest of each; the copy that was asked for."""
    context = {"groups": queries.groups_of(request.user), "copy": request.user.data_copies.first()}
    return render(request, "people/data.html", context)


@never_cache
@login_required
@require_safe
def group(request, name):
    """One group, page by page."""
    holding = queries.holding_by(name)
    if holding is None:
        raise Http404
    page = Paginator(holding.rows(request.user), PAGE).get_page(request.GET.get("page"))
    rows = [holding.tell(row) for row in page]
    return render(request, "people/data_group.html", {"holding": holding, "page": page, "rows": rows})


@login_required
@require_POST
@reauthentication_required
def copy_ask(request):
    """Promise a copy."""
    copying.ask(person=request.user, language=get_language() or "en", by=request.user)
    messages.success(request, _("Your copy is being made. We tell you in your inbox when it is ready."))
    return redirect("ownership:data")


@never_cache
@login_required
@require_safe
@reauthentication_required
def copy_take(request, public_id):
    """The copy, for its owner, as long as it is there."""
    copy = get_object_or_404(request.user.data_copies, public_id=public_id)
    content = copying.take(copy=copy, by=request.user)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return response


@never_cache
@login_required
@sensitive_post_parameters("password", "pin", "first", "second", "third", "fourth")
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request):
    """What goes and what stays, then the wish, with a password or PIN; afterwards the person is signed out."""
    form = EraseForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            proving.prove(person=request.user, **form.proof())
            asked = erasing.ask(person=request.user, **form.guardian(), by=request.user)
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            logout(request)
            return render(request, "people/erase_asked.html", {"erasure": asked})
    context = {"form": form, "holdings": queries.fates(), "days": MAY_THINK.days}
    return render(request, "people/erase.html", context, status=422 if form.errors else 200)
