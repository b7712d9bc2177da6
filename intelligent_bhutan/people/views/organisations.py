"""Organisations: found, look at, change, close."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intelligent_bhutan import refusals
from intelligent_bhutan.people.actions import organisations as actions
from intelligent_bhutan.people.forms.appointing import CloseForm
from intelligent_bhutan.people.forms.organisations import LocalForm, OrganisationForm, OrganisationsFilter
from intelligent_bhutan.people.queries import appointing as queries
from intelligent_bhutan.people.rules import is_coordinator_of, roles_to_give
from intelligent_bhutan.people.views.asking import ask

PAGE = 25
SHOWN = 50


@never_cache
@login_required
@permission_required("people.see_roles", raise_exception=True)
@require_safe
def listed(request):
    """All organisations, or one's own and those below."""
    form = OrganisationsFilter(request.GET)
    form.full_clean()
    given = form.cleaned_data
    found = queries.named(queries.organisations_seen_by(request.user), given.get("q", "").strip())
    if given.get("dzongkhag"):
        found = found.filter(gewog__dzongkhag=given["dzongkhag"])
    if given.get("kind"):
        found = found.filter(kind=given["kind"])
    found = found.select_related("gewog__dzongkhag", "parent").order_by("name_en", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/organisations.html", {"form": form, "page": page})


@never_cache
@login_required
@require_safe
def shown(request, public_id):
    """One organisation: what lies below it, and who holds which role here."""
    organisation = seen_or_404(request, public_id)
    context = {
        "organisation": organisation,
        "children": organisation.children.order_by("closed_at", "name_en")[:SHOWN],
        "roles": organisation.memberships.current()
        .select_related("person")
        .order_by("role", "person__full_name")[:SHOWN],
        "gives": bool(roles_to_give(request.user, organisation)) and not organisation.closed_at,
        "mends": may_mend(request.user, organisation) and not organisation.closed_at,
    }
    return render(request, "people/organisation.html", context)


@never_cache
@login_required
@permission_required("people.found_organisations", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def found(request):
    """A new organisation."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answers = form.answers()
            return redirect(actions.found(name=answers.pop("name_en"), **answers, by=request.user))
        except ValidationError as refusal:
            refusals.say(form, refusal)
    words = {"title": _("Found an organisation"), "button": _("Found it")}
    return ask(request, form, back=(reverse("people:organisations"), _("Organisations")), **words)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def changed(request, public_id):
    """Officers change all of it; a coordinator mends the Dzongkha name and the place."""
    organisation = seen_or_404(request, public_id)
    if not may_mend(request.user, organisation):
        raise PermissionDenied
    kind = OrganisationForm if request.user.has_perm("people.found_organisations") else LocalForm
    form = kind(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            actions.change(organisation=organisation, version=version, answers=form.answers(), by=request.user)
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            messages.success(request, _("The change is saved."))
            return redirect(organisation)
    words = {"title": _("Change the organisation"), "button": _("Save"), "facts": [(_("Name"), organisation.name)]}
    return ask(request, form, back=(organisation.get_absolute_url(), organisation.name), **words)


@never_cache
@login_required
@permission_required("people.found_organisations", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def closed(request, public_id):
    """Close it, with a reason; refused while people hold roles here or something open lies below."""
    organisation = seen_or_404(request, public_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(organisation=organisation, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            messages.success(request, _("The organisation is closed. What happened here stays in the record."))
            return redirect(organisation)
    lead = _("Nobody can be appointed there any more. What happened there stays in the record.")
    words = {"title": _("Close the organisation"), "button": _("Close it"), "lead": lead, "danger": True}
    facts = [(_("Name"), organisation.name)]
    return ask(request, form, back=(organisation.get_absolute_url(), organisation.name), facts=facts, **words)


def seen_or_404(request, public_id):
    """The organisation, where the person may see it."""
    seen = queries.organisations_seen_by(request.user).select_related("gewog__dzongkhag", "parent")
    return get_object_or_404(seen, public_id=public_id)


def may_mend(user, organisation):
    """Officers, and whoever coordinates it."""
    return user.has_perm("people.found_organisations") or is_coordinator_of(user, organisation)
