"""The desk of those who keep centres, and of the officers who found and close them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intelligent_bhutan import refusals
from literacy.actions import centres as actions
from literacy.forms.centres import CentreForm, DailyForm, HoursForm, facts_of, said_of
from literacy.forms.sittings import ReasonForm
from literacy.models import Centre

founds = permission_required("literacy.found_centres", raise_exception=True)


@login_required
@founds
@require_http_methods(["GET", "HEAD", "POST"])
def found(request):
    """A new centre; its hours come next."""
    form = CentreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _version, facts = facts_of(form)
        name = facts.pop("name_en")
        try:
            made = actions.found(name=name, by=request.user, **facts)
            messages.success(request, _("The centre is founded. Now say when it is open."))
            return redirect("literacy:centre_hours", made.public_id)
        except ValidationError as refusal:
            refusals.say(form, refusal)
    return render(request, "literacy/centre_edit.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, public_id):
    """What is said of a centre: all of it for an officer, the daily facts for whoever keeps it."""
    held = kept_or_403(request, public_id)
    kind = CentreForm if request.user.has_perm("literacy.found_centres") else DailyForm
    form = kind(request.POST or None, initial=said_of(held))
    if request.method == "POST" and form.is_valid():
        version, facts = facts_of(form)
        if done(request, form, lambda: actions.change(centre=held, version=version or 0, by=request.user, **facts)):
            return redirect(held)
    return render(request, "literacy/centre_edit.html", {"form": form, "centre": held}, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request, public_id):
    """When a centre is open, a line for each day."""
    held = kept_or_403(request, public_id)
    form = HoursForm(request.POST or None, centre=held)
    if request.method == "POST" and form.is_valid():
        version, week = form.cleaned_data["version"], form.week()
        if done(request, form, lambda: actions.set_hours(centre=held, version=version, week=week, by=request.user)):
            return redirect(held)
    return render(request, "literacy/centre_hours.html", {"form": form, "centre": held}, status=status_of(form))


@login_required
@founds
@require_http_methods(["GET", "HEAD", "POST"])
def close(request, public_id):
    """A centre that works no longer, and why."""
    held = get_object_or_404(Centre, public_id=public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(request, form, lambda: actions.close(centre=held, reason=reason, by=request.user)):
            return redirect(held)
    return render(request, "literacy/centre_close.html", {"form": form, "centre": held}, status=status_of(form))


@login_required
@founds
@require_POST
def reopen(request, public_id):
    """A closed centre works again."""
    held = get_object_or_404(Centre, public_id=public_id)
    actions.reopen(centre=held, by=request.user)
    messages.success(request, _("The centre is saved."))
    return redirect(held)


def kept_or_403(request, public_id):
    """A centre of which the person may change something."""
    held = get_object_or_404(
        Centre.objects.select_related("organisation").prefetch_related("hours"), public_id=public_id
    )
    if not request.user.has_perm("literacy.edit_centre", held):
        raise PermissionDenied
    return held


def done(request, form, act):
    """Whether it was done; a refusal stands on the form."""
    try:
        act()
    except ValidationError as refusal:
        refusals.say(form, refusal)
        return False
    messages.success(request, _("The centre is saved."))
    return True


def status_of(form):
    """422 where the form says what is to be mended."""
    return 422 if form.errors else 200
