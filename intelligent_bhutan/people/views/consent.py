"""What people are told, asked and may take back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intelligent_bhutan import refusals
from intelligent_bhutan.people import arrivals
from intelligent_bhutan.people.actions import consent as actions
from intelligent_bhutan.people.forms.ownership import AskForm
from intelligent_bhutan.people.models import ConsentNotice
from intelligent_bhutan.people.queries import consent as queries


@require_safe
def notice(request, public_id):
    """The whole text, for anyone: people read it before they have an account."""
    held = get_object_or_404(ConsentNotice, public_id=public_id)
    latest = queries.notice_in_force(held.purpose)
    return render(request, "people/consent_notice.html", {"notice": held, "latest": latest})


@never_cache
@login_required
@require_safe
def overview(request):
    """What the person agreed to, for what, when and by whom; all of it, with what was taken back."""
    given = request.user.consents.select_related("notice", "given_by", "withdrawn_by")
    context = {"purposes": queries.purposes_of(request.user), "history": given[:50]}
    return render(request, "people/consent.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, purpose=ConsentNotice.Purpose.LEARNING):
    """Agree to the text in force, or put it off as long as that may be."""
    held = queries.notice_in_force(purpose) if purpose in ConsentNotice.Purpose.values else None
    if held is None:
        raise Http404
    form = AskForm(request.POST or None, notice=held, child=queries.is_child(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            actions.give(person=request.user, notice=held, **form.guardian(), by=request.user)
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            return agreed(request, purpose)
    must = purpose == ConsentNotice.Purpose.LEARNING and arrivals.must_answer(request)
    if purpose == ConsentNotice.Purpose.LEARNING:
        arrivals.asked(request)
    context = {"notice": held, "form": form, "next": onward(request), "must": must}
    return render(request, "people/consent_ask.html", context, status=422 if form.errors else 200)


def agreed(request, purpose):
    """Thanks, and on to where the person was going."""
    if purpose == ConsentNotice.Purpose.LEARNING:
        arrivals.answered(request)
    messages.success(request, _("Thank you. It is noted that you agree."))
    return redirect(onward(request))


def onward(request):
    """The page that the person was on the way to."""
    there = request.POST.get("next") or request.GET.get("next") or ""
    ours = there.startswith("/") and url_has_allowed_host_and_scheme(there, allowed_hosts=None)
    return there if ours else "my_page"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, purpose):
    """What it means to take it back, then taking it back."""
    held = queries.notice_in_force(purpose) if purpose in ConsentNotice.Purpose.values else None
    if held is None:
        raise Http404
    if request.method == "POST":
        actions.withdraw(person=request.user, purpose=purpose, by=request.user)
        arrivals.arrived(request, request.user)
        messages.success(request, _("Your agreement is taken back."))
        return redirect("ownership:consent")
    return render(request, "people/consent_withdraw.html", {"notice": held})
