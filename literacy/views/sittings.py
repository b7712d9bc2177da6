"""The invigilator's desk: the register, incidents, the protocol."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intelligent_bhutan.templatetags.dzongkha import digits
from literacy.actions import booking
from literacy.actions import sittings as actions
from literacy.forms.booking import WalkInForm
from literacy.forms.sittings import (
    AdmitForm,
    AssignForm,
    IncidentForm,
    ReasonForm,
    RegisterForm,
    RegisterPersonForm,
    RescheduleForm,
    SeatsForm,
)
from literacy.models import Candidate, Sitting
from literacy.queries import sittings as queries

PAGE = 25


@login_required
@permission_required("literacy.see_sittings", raise_exception=True)
@require_safe
def sittings(request):
    """The sittings that one invigilates, the next first; all of them for an officer."""
    found = Sitting.objects.visible_to(request.user).select_related("centre", "invigilator")
    page = Paginator(queries.in_turn(found), PAGE).get_page(request.GET.get("page"))
    return render(request, "literacy/sittings.html", {"page": page})


@login_required
@require_safe
def sitting(request, public_id):
    """One sitting: its register by state, what happened, and what can be done now."""
    return shown(request, visible_or_404(request, public_id))


def shown(request, sitting, **bound):
    """The page of a sitting, with a form or a person's check that was refused, if any."""
    holds = request.user.has_perm("literacy.hold_sitting", sitting)
    context = {
        "sitting": sitting,
        **stretch(request, sitting, bound.get("refused")),
        "protocol": queries.protocol(sitting),
        "holds": holds,
        "never_begun": queries.never_begun(sitting) if holds and sitting.state == Sitting.State.CLOSED else 0,
        "has_errors": bool(bound),
        "plans": request.user.has_perm("literacy.plan_sittings"),
        "incident_form": IncidentForm(sitting=sitting),
        "assign_form": AssignForm(),
        "register_form": RegisterForm(),
        "register_person_form": RegisterPersonForm(),
        "void_form": ReasonForm(prefix="void"),
        "cancel_form": ReasonForm(prefix="cancel"),
        "reschedule_form": RescheduleForm(prefix="move", initial=times_of(sitting)),
        "seats_form": SeatsForm(prefix="seats", initial={"seats": sitting.seats, "is_public": sitting.is_public}),
        "walk_in_form": WalkInForm(prefix="came"),
        "takes_walk_ins": holds and takes_walk_ins(sitting),
    }
    return render(request, "literacy/sitting.html", context | bound, status=422 if bound else 200)


def times_of(sitting):
    """The sitting's own time, as its form asks."""
    start = timezone.localtime(sitting.starts_at)
    hours = round((sitting.ends_at - sitting.starts_at).total_seconds() / 3600)
    return {"day": start.date(), "hour": f"{start:%H:%M}", "hours": hours}


def takes_walk_ins(sitting):
    """Whether whoever comes without a booking may be put on the register now."""
    is_near = timezone.now() >= sitting.starts_at - booking.DOOR_OPENS
    return sitting.state == Sitting.State.OPEN or (sitting.state == Sitting.State.PLANNED and is_near)


def stretch(request, sitting, refused=None):
    """The page of the register that was asked for, or the one on which somebody stands whose check was refused."""
    state, page = request.GET.get("state", ""), request.GET.get("page")
    if refused:
        state = state if state == refused.state else ""
        before = Q(seat__lt=refused.seat) | Q(seat=refused.seat, pk__lt=refused.pk)
        page = queries.register(sitting, state).filter(before).count() // PAGE + 1
    candidates = Paginator(queries.register(sitting, state), PAGE).get_page(page)
    checked = request.GET.get("checked", "")
    is_on_page = checked in {candidate.row for candidate in candidates}
    return {"state": state, "candidates": candidates, "checked": checked, "checked_is_on_page": is_on_page}


@login_required
@require_POST
def step(request, public_id, act):
    """Open, close, resume or sign; or say that all who were not checked did not come."""
    held = own_or_403(request, public_id)
    return done(request, held, lambda: ACTS[act](sitting=held, by=request.user))


ACTS = {
    "open": actions.open_sitting,
    "close": actions.close,
    "resume": actions.resume,
    "sign": actions.sign,
    "absent": actions.mark_rest_absent,
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, public_id, candidate_id):
    """Admit a candidate, turn them away, or note that they did not come.

    A refused check stands under this address: whoever opens it anew, or changes its language, is led to the register.
    """
    held = own_or_403(request, public_id)
    people = Candidate.objects.select_related("sitting", "citizen")
    candidate = get_object_or_404(people, sitting=held, public_id=candidate_id)
    if request.method != "POST":
        return redirect(held)
    try:
        noted = note(candidate, request.POST, by=request.user)
    except ValidationError as refusal:
        said = " ".join(refusal.messages)
        return shown(request, held, refused=candidate, refusal=said, typed=request.POST)
    words = {"name": candidate.citizen.full_name, "state": noted.get_state_display()}
    messages.success(request, _("%(name)s: %(state)s.") % words)
    return redirect(near(request, noted))


def near(request, candidate):
    """The address of the register as it was left, at the person's row or, where a filter hides it now, on its top."""
    back = request.GET.copy()
    back["checked"] = candidate.row
    is_hidden = back.get("state", "") not in ("", candidate.state)
    place = "register" if is_hidden else f"seat{candidate.row}"
    return f"{candidate.sitting.get_absolute_url()}?{back.urlencode()}#{place}"


def note(candidate, typed, by):
    """Do what was pressed in a person's row. Raises: ValidationError with what to mend."""
    act = typed.get("act")
    if act == "absent":
        return actions.mark_absent(candidate=candidate, by=by)
    if act == "refuse":
        return actions.turn_away(candidate=candidate, reason=typed.get("reason", "")[:400], by=by)
    form = AdmitForm(typed)
    if form.is_valid():
        return actions.admit(candidate=candidate, **form.found(), by=by)
    if "extra_minutes" in form.errors:
        raise ValidationError(_("Extra minutes are a number from 0 to 120."))
    raise ValidationError(_("Say how you know the person: by identity card or by two witnesses."))


@login_required
@require_POST
def walk_in(request, public_id):
    """Put somebody on the register who came without a booking."""
    held = own_or_403(request, public_id)
    form = WalkInForm(request.POST, prefix="came")
    if not form.is_valid():
        return shown(request, held, walk_in_form=form)
    citizen = form.cleaned_data["citizen"]
    words = _("%(name)s: seat %(seat)s.")
    return done(
        request,
        held,
        lambda: booking.walk_in(sitting=held, citizen=citizen, by=request.user),
        said=lambda place: words % {"name": citizen.full_name, "seat": digits(place.seat)},
    )


@login_required
@require_POST
def incident(request, public_id):
    """Write down what happened."""
    held = own_or_403(request, public_id)
    form = IncidentForm(request.POST, sitting=held)
    if not form.is_valid():
        return shown(request, held, incident_form=form)
    return done(request, held, lambda: actions.record_incident(sitting=held, by=request.user, **form.cleaned_data))


def done(request, sitting, act, said=None):
    """Do it and go back to the sitting; a refusal, or what `said` makes of the outcome, is said on top of the page."""
    try:
        outcome = act()
        if said:
            messages.success(request, said(outcome))
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
