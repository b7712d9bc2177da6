"""Two records of one person: found, compared, proposed by one officer and decided by another, undone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intelligent_bhutan import refusals
from intelligent_bhutan.people.actions import merging as actions
from intelligent_bhutan.people.forms.deciding import DecisionForm
from intelligent_bhutan.people.forms.ownership import FindRecordsForm, WhyForm
from intelligent_bhutan.people.models import Merge, MergeProposal, UndoProposal, User
from intelligent_bhutan.people.queries import merging as queries

PAGE = 20
merges = permission_required("people.merge_records", raise_exception=True)


@never_cache
@login_required
@merges
@require_safe
def overview(request):
    """What waits for a second officer, what was merged, and the way to two more records."""
    form = FindRecordsForm(request.GET if "survivor" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("people:merge", form.cleaned_data["survivor"].public_id, form.cleaned_data["loser"].public_id)
    context = {
        "form": form,
        "page": Paginator(queries.done(), PAGE).get_page(request.GET.get("page")),
        "waiting": queries.waiting()[:PAGE],
        "undoing": [(one, DecisionForm(auto_id=f"{one.public_id}-%s")) for one in queries.waiting_undoing()[:PAGE]],
    }
    return render(request, "people/merging.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@merges
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, survivor_id, loser_id):
    """Both side by side, what moves and what does not; then the proposal."""
    survivor, loser = (get_object_or_404(User, public_id=one) for one in (survivor_id, loser_id))
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["reason"]
        try:
            made = actions.propose(survivor=survivor, loser=loser, reason=why, by=request.user)
            return redirect("people:merge_proposal", made.public_id)
        except ValidationError as refusal:
            refusals.say(form, refusal)
    context = {"form": form, "preview": queries.preview(survivor, loser)}
    return render(request, "people/merge.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@merges
@require_safe
def proposal(request, public_id):
    """A proposal as the second officer sees it."""
    return shown(request, get_object_or_404(queries.proposals(), public_id=public_id))


def shown(request, held, form=None):
    """The page of a proposal, with what it would do while it waits."""
    waits = held.state == MergeProposal.State.WAITING
    preview = queries.preview(held.survivor, held.loser) if waits else None
    context = {"proposal": held, "preview": preview, "form": form or DecisionForm()}
    return render(request, "people/merge_proposal.html", context, status=422 if form else 200)


@login_required
@merges
@require_POST
def decide(request, public_id):
    """Agree, refuse, or withdraw."""
    held = get_object_or_404(queries.proposals(), public_id=public_id)
    form = DecisionForm(request.POST, withdraws=True)
    if not form.carried_out(actions.decide, proposal=held, by=request.user):
        return shown(request, held, form)
    messages.success(request, _("It is done."))
    return redirect("people:merge_proposal", held.public_id)


@never_cache
@login_required
@merges
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, public_id):
    """Say that a merge was a mistake."""
    held = get_object_or_404(Merge.objects.select_related("survivor", "loser"), public_id=public_id)
    form = WhyForm(request.POST or None)
    form.fields["reason"].help_text = _("Such as: each of them came to the centre with their own card.")
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_undoing(merge=held, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("It waits for a second officer."))
            return redirect("people:merging")
        except ValidationError as refusal:
            refusals.say(form, refusal)
    return render(request, "people/merge_undo.html", {"merge": held, "form": form}, status=422 if form.errors else 200)


@login_required
@merges
@require_POST
def decide_undoing(request, public_id):
    """Agree to undoing, refuse, or withdraw."""
    held = get_object_or_404(UndoProposal, public_id=public_id)
    form = DecisionForm(request.POST, withdraws=True)
    if form.carried_out(actions.decide_undoing, proposal=held, by=request.user):
        messages.success(request, _("It is done."))
    else:
        messages.error(request, " ".join(sentence for found in form.errors.values() for sentence in found))
    return redirect("people:merging")
