"""Who holds which role where; more time, an early end, leaving altogether, laying down one's own."""

from itertools import chain

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intelligent_bhutan import refusals
from intelligent_bhutan.downloads import csv_file
from intelligent_bhutan.people import appointing
from intelligent_bhutan.people.actions import appointing as giving
from intelligent_bhutan.people.actions import leaving
from intelligent_bhutan.people.actions import roles as actions
from intelligent_bhutan.people.forms.appointing import EndForm, ExtendForm, LayDownForm, LeaveForm, RolesFilter
from intelligent_bhutan.people.models import Appointment, Membership, User
from intelligent_bhutan.people.queries import appointing as queries
from intelligent_bhutan.people.rules import may_give, roles_to_give
from intelligent_bhutan.people.views.asking import ask
from intelligent_bhutan.templatetags.dzongkha import day

PAGE = 25
OWN = 50


@never_cache
@login_required
@permission_required("people.see_roles", raise_exception=True)
@require_safe
def listed(request):
    """Who holds which role where, as far as one oversees it."""
    form, found = filtered(request)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "gives": bool(roles_to_give(request.user)), "query": request.GET.urlencode()}
    return render(request, "people/roles.html", context)


@never_cache
@login_required
@permission_required("people.take_lists_away", raise_exception=True)
@require_safe
def taken_away(request):
    """The same list as CSV."""
    _form, found = filtered(request)
    actions.note_taken_away(by=request.user)
    header = [_("Full name"), _("User name"), _("Role"), _("Organisation"), _("From"), _("Until"), _("Ended")]
    return csv_file(chain([header], map(row, found.iterator(chunk_size=500))), "roles")


def filtered(request):
    """The filter and the roles that it leaves, by name; a choice that means nothing narrows nothing."""
    form = RolesFilter(request.GET)
    form.full_clean()
    given = form.cleaned_data
    found = queries.roles_of_state(queries.roles_seen_by(request.user), given.get("state"))
    found = queries.about(found, given.get("q", "").strip())
    if given.get("role"):
        found = found.filter(role=given["role"])
    if given.get("dzongkhag"):
        found = found.filter(organisation__gewog__dzongkhag=given["dzongkhag"])
    return form, found.select_related("person", "organisation").order_by("person__full_name", "pk")


def row(held):
    """One role as a line of a spreadsheet; days as ISO 8601, the end as its last day."""
    until = held.last_day.isoformat() if held.last_day else ""
    began, ended = timezone.localdate(held.valid_from), held.ended_at and timezone.localdate(held.ended_at)
    place = held.organisation.name if held.organisation else ""
    person = held.person
    return [
        person.full_name,
        person.username,
        held.role,
        place,
        began.isoformat(),
        until,
        ended.isoformat() if ended else "",
    ]


@never_cache
@login_required
@require_safe
def shown(request, public_id):
    """One role and its history: who gave it, who agreed, who ended it."""
    held = seen_or_404(request, public_id)
    open_still = Membership.objects.current().filter(pk=held.pk).exists()
    gives = may_give(request.user, held.role, held.organisation) and held.person_id != request.user.pk
    context = {
        "held": held,
        "in_force": open_still,
        "given": Appointment.objects.filter(membership=held).select_related("proposed_by", "decided_by").first(),
        "extensions": held.extensions.select_related("proposed_by", "decided_by").order_by("proposed_at")[:OWN],
        "others": held.person.memberships.exclude(pk=held.pk)
        .select_related("organisation")
        .order_by("-valid_from")[:OWN],
        "ends": gives and open_still,
        "extends": gives and open_still and held.valid_until is not None,
    }
    return render(request, "people/role.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ended(request, public_id):
    """End a role now."""
    held = given_or_403(request, public_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leaving.end(membership=held, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            messages.success(request, _("The role has ended. The person is signed out everywhere."))
            return redirect(held)
    lead = _("The person loses what this role opens at once, and is signed out everywhere.")
    words = {"title": _("End the role now"), "button": _("End the role"), "lead": lead, "danger": True}
    return ask(request, form, back=back_to(held), facts=facts_of(held), **words)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extended(request, public_id):
    """More time for a role; where two must agree, it waits."""
    held = given_or_403(request, public_id)
    form = ExtendForm(request.POST or None, initial={"last_day": appointing.usual_last_day(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        try:
            made = giving.prolong(membership=held, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            waits = made.state == Appointment.State.WAITING
            messages.success(request, _("It waits for a second person now.") if waits else _("The role lasts longer."))
            return redirect(held)
    words = {"title": _("Let the role last longer"), "button": _("Extend the role")}
    return ask(request, form, back=back_to(held), facts=facts_of(held), **words)


@never_cache
@login_required
@permission_required("people.decide_appointments", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def left(request, public_id):
    """Somebody leaves the programme: all roles end, and the account too where that is asked for."""
    person = get_object_or_404(User.objects.filter(memberships__isnull=False).distinct(), public_id=public_id)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leaving.leave_programme(person=person, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            messages.success(request, _("All roles have ended. The person is signed out everywhere."))
            return redirect("people:roles")
    held = person.memberships.current().select_related("organisation")[:OWN]
    facts = [(_("Name"), person.full_name), *((one.get_role_display(), place_of(one)) for one in held)]
    lead = _("All their roles end at once, and they are signed out everywhere.")
    words = {"title": _("Somebody leaves the programme"), "button": _("End all roles"), "lead": lead, "danger": True}
    return ask(request, form, back=(reverse("people:roles"), _("Roles")), facts=facts, **words)


@never_cache
@login_required
@require_safe
def mine(request):
    """The person's own roles, what is proposed for them, and what they held."""
    own = request.user.memberships.select_related("organisation").order_by("-valid_from")
    waiting = request.user.appointments.waiting().select_related("organisation", "proposed_by")
    context = {
        "held": own.current()[:OWN],
        "past": queries.roles_of_state(own, "ended")[:OWN],
        "waiting": waiting[:OWN],
    }
    return render(request, "people/my_roles.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def laid_down(request, public_id):
    """Give one's own role back."""
    own = request.user.memberships.current().select_related("organisation", "person")
    held = get_object_or_404(own, public_id=public_id)
    form = LayDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leaving.lay_down(membership=held, by=request.user)
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            messages.success(request, _("You gave the role back. Thank you for your work."))
            return redirect("people:my_roles")
    words = {"title": _("Lay down your role"), "button": _("Lay it down"), "danger": True}
    lead = _("You lose what this role opens at once. To get it back, somebody must appoint you again.")
    back = (reverse("people:my_roles"), _("My roles"))
    return ask(request, form, back=back, lead=lead, facts=facts_of(held), **words)


def seen_or_404(request, public_id):
    """The role, where the person oversees it."""
    seen = queries.roles_seen_by(request.user).select_related("person", "organisation", "begun_by", "ended_by")
    return get_object_or_404(seen, public_id=public_id)


def given_or_403(request, public_id):
    """The role, where the person may give it to somebody else."""
    held = seen_or_404(request, public_id)
    if not may_give(request.user, held.role, held.organisation):
        raise PermissionDenied
    return held


def back_to(held):
    """The way back to the role's own page."""
    return held.get_absolute_url(), _("The role")


def place_of(held):
    """Where the role is held, in words."""
    return held.organisation.name if held.organisation else _("The whole programme")


def facts_of(held):
    """What a page about one role says first."""
    until = day(held.last_day) if held.last_day else _("no end")
    facts = [(_("Name"), held.person.full_name), (_("Role"), held.get_role_display())]
    return [*facts, (_("Where"), place_of(held)), (_("Last day"), until)]
