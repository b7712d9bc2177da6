"""The programme officer's desk: planning, assigning, registering, voiding, deciding on doubles."""

from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intelligent_bhutan import public_ids, refusals
from intelligent_bhutan.people.models import User
from intelligent_bhutan.templatetags.dzongkha import digits
from literacy.actions import proficiency, scheduling
from literacy.actions import sittings as actions
from literacy.forms.sittings import (
    AssignForm,
    PlanForm,
    ReasonForm,
    RegisterForm,
    RegisterPersonForm,
    RescheduleForm,
    SeatsForm,
)
from literacy.models import Centre, Proficiency
from literacy.queries import standards
from literacy.views.sittings import PAGE, done, shown, visible_or_404

plans = permission_required("literacy.plan_sittings", raise_exception=True)


@login_required
@plans
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request):
    """A new sitting, or several alike."""
    form = PlanForm(request.POST if request.method == "POST" else None, initial={"centre": wanted_centre(request)})
    if request.method == "POST" and form.is_valid():
        what = form.what() | {"standard": standards.in_force()}
        try:
            made = scheduling.plan_several(times=form.all_times(), **what, by=request.user)
            return redirect(made[0] if len(made) == 1 else "literacy:sittings")
        except ValidationError as refusal:
            refusals.say(form, refusal)
    return render(request, "literacy/sitting_plan.html", {"form": form}, status=422 if form.errors else 200)


def wanted_centre(request):
    """The centre for which a coordinator asked for seats, where the address names one."""
    return Centre.objects.working().filter(public_id=public_ids.read(request.GET.get("centre", ""))).first()


@login_required
@plans
@require_POST
def reschedule(request, public_id):
    """Another time for a sitting."""
    held = visible_or_404(request, public_id)
    form = RescheduleForm(request.POST, prefix="move")
    if not form.is_valid():
        return shown(request, held, reschedule_form=form)
    start, end = form.times()
    told = {"starts_at": start, "ends_at": end, "reason": form.cleaned_data["reason"]}
    return done(request, held, lambda: scheduling.reschedule(sitting=held, **told, by=request.user))


@login_required
@plans
@require_POST
def seats(request, public_id):
    """More or fewer seats, and who may book them."""
    held = visible_or_404(request, public_id)
    form = SeatsForm(request.POST, prefix="seats")
    if not form.is_valid():
        return shown(request, held, seats_form=form)
    return done(request, held, lambda: scheduling.change_seats(sitting=held, by=request.user, **form.cleaned_data))


@login_required
@plans
@require_POST
def cancel(request, public_id):
    """A sitting does not take place."""
    held = visible_or_404(request, public_id)
    form = ReasonForm(request.POST, prefix="cancel")
    if not form.is_valid():
        return shown(request, held, cancel_form=form)
    reason = form.cleaned_data["reason"]
    return done(request, held, lambda: scheduling.cancel(sitting=held, reason=reason, by=request.user))


@login_required
@plans
@require_POST
def assign(request, public_id):
    """Give a sitting its invigilator."""
    held = visible_or_404(request, public_id)
    form = AssignForm(request.POST)
    if not form.is_valid():
        return shown(request, held, assign_form=form)
    invigilator = form.cleaned_data["invigilator"]
    return done(request, held, lambda: actions.assign(sitting=held, invigilator=invigilator, by=request.user))


@login_required
@plans
@require_POST
def register(request, public_id):
    """Put a cohort's people on the register."""
    held = visible_or_404(request, public_id)
    form = RegisterForm(request.POST)
    if not form.is_valid():
        return shown(request, held, register_form=form)
    people = User.objects.filter(
        enrolments__cohort=form.cleaned_data["cohort"], enrolments__left_at=None, is_active=True
    )
    citizens = list(people.order_by("enrolments__roll_number"))
    return registered(request, held, citizens)


def registered(request, sitting, citizens):
    """Put these people on the register and say how many of them are new."""
    return done(
        request,
        sitting,
        lambda: actions.register(sitting=sitting, citizens=citizens, by=request.user),
        said=lambda made: new_words(len(made), len(citizens) - len(made)),
    )


def new_words(new, known):
    """How many came onto the register now, and how many stood on it before."""
    words = ngettext("%(n)s person is new on the register.", "%(n)s people are new on the register.", new)
    before = ngettext("%(n)s was on it before.", "%(n)s were on it before.", known) if known else ""
    return " ".join(filter(None, [words % {"n": digits(new)}, before and before % {"n": digits(known)}]))


@login_required
@plans
@require_POST
def register_person(request, public_id):
    """Put one person on the register, whether in a class or not."""
    held = visible_or_404(request, public_id)
    form = RegisterPersonForm(request.POST)
    if not form.is_valid():
        return shown(request, held, register_person_form=form)
    return registered(request, held, [form.cleaned_data["username"]])


@login_required
@plans
@require_POST
def void(request, public_id):
    """Declare a sitting void."""
    held = visible_or_404(request, public_id)
    form = ReasonForm(request.POST, prefix="void")
    if not form.is_valid():
        return shown(request, held, void_form=form)
    return done(request, held, lambda: actions.void(sitting=held, reason=form.cleaned_data["reason"], by=request.user))


@login_required
@plans
@require_safe
def doubles(request):
    """People who passed everything and resemble somebody who counts already."""
    held = Proficiency.objects.filter(held_for_review=True, revoked_at=None).order_by("reached_at")
    held = held.select_related("citizen__gewog").prefetch_related("resembles__gewog")
    page = Paginator(held, PAGE).get_page(request.GET.get("page"))
    return render(request, "literacy/doubles.html", {"page": page})


@login_required
@plans
@require_POST
def decide(request, public_id):
    """Another person, or the same one twice."""
    held = get_object_or_404(Proficiency, public_id=public_id)
    decision = request.POST.get("decision")
    if decision not in ("other", "same"):
        return HttpResponseBadRequest()
    is_other = decision == "other"
    return done(
        request, DOUBLES, lambda: proficiency.decide(proficiency=held, is_other_person=is_other, by=request.user)
    )


DOUBLES = "literacy:doubles"
