"""The invigilator's desk: the register, incidents, the protocol."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from literacy.actions import sittings as actions
from literacy.forms.sittings import AdmitForm, AssignForm, IncidentForm, ReasonForm, RegisterForm, RegisterPersonForm
from literacy.models import Candidate, Sitting
from literacy.queries import sittings as queries

PAGE = 25


@login_required
@permission_required("literacy.see_sittings", raise_exception=True)
@require_safe
def sittings(request):
    """The sittings that one invigilates; all of them for an officer."""
    found = Sitting.objects.visible_to(request.user).select_related("centre", "invigilator")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "literacy/sittings.html", {"page": page})


@login_required
@require_safe
def sitting(request, public_id):
    """One sitting: its register by state, what happened, and what can be done now."""
    return shown(request, visible_or_404(request, public_id))


def shown(request, sitting, **bound):
    """The page of a sitting, with a form that was refused, if any."""
    state = request.GET.get("state", "")
    context = {
        "sitting": sitting,
        "state": state,
        "candidates": Paginator(queries.register(sitting, state), PAGE).get_page(request.GET.get("page")),
        "protocol": queries.protocol(sitting),
        "holds": request.user.has_perm("literacy.hold_sitting", sitting),
        "plans": request.user.has_perm("literacy.plan_sittings"),
        "incident_form": IncidentForm(sitting=sitting),
        "assign_form": AssignForm(),
        "register_form": RegisterForm(),
        "register_person_form": RegisterPersonForm(),
        "void_form": ReasonForm(prefix="void"),
    }
    return render(request, "literacy/sitting.html", context | bound, status=422 if bound else 200)


@login_required
@require_POST
def step(request, public_id, act):
    """Open, close, resume or sign."""
    held = own_or_403(request, public_id)
    return done(request, held, lambda: ACTS[act](sitting=held, by=request.user))


ACTS = {
    "open": actions.open_sitting,
    "close": actions.close,
    "resume": actions.resume,
    "sign": actions.sign,
}


@login_required
@require_POST
def check(request, public_id, candidate_id):
    """Admit a candidate, turn them away, or note that they did not come."""
    held = own_or_403(request, public_id)
    candidate = get_object_or_404(Candidate.objects.select_related("sitting"), sitting=held, public_id=candidate_id)
    act = request.POST.get("act")
    if act == "absent":
        return done(request, held, lambda: actions.mark_absent(candidate=candidate, by=request.user))
    if act == "refuse":
        reason = request.POST.get("reason", "")[:400]
        return done(request, held, lambda: actions.turn_away(candidate=candidate, reason=reason, by=request.user))
    form = AdmitForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say how you know the person: by identity card or by two witnesses."))
        return redirect(held)
    return done(request, held, lambda: actions.admit(candidate=candidate, **form.found(), by=request.user))


@login_required
@require_POST
def incident(request, public_id):
    """Write down what happened."""
    held = own_or_403(request, public_id)
    form = IncidentForm(request.POST, sitting=held)
    if not form.is_valid():
        return shown(request, held, incident_form=form)
    return done(request, held, lambda: actions.record_incident(sitting=held, by=request.user, **form.cleaned_data))


def done(request, sitting, act):
    """Do it and go back to the sitting; a refusal is said at the top of the page."""
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(sitting)


def visible_or_404(request, public_id):
    """A sitting that the person may see."""
    return get_object_or_404(
        Sitting.objects.visible_to(request.user).select_related("centre", "standard", "invigilator"),
        public_id=public_id,
    )


def own_or_403(request, public_id):
    """A sitting that the person holds."""
    held = visible_or_404(request, public_id)
    if not request.user.has_perm("literacy.hold_sitting", held):
        raise PermissionDenied
    return held
