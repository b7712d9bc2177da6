"""Somebody stands at a centre and has lost the way in: an officer looks, another agrees, a slip is printed.

Nobody is listed. Whom an officer found by a card stands sealed in the session until the next one is looked for.
"""

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from intelligent_bhutan import refusals, sealing, typed_codes
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.people.actions import limits
from intelligent_bhutan.people.actions import recovering as actions
from intelligent_bhutan.people.actions.registering import digests_of
from intelligent_bhutan.people.forms.deciding import DecisionForm
from intelligent_bhutan.people.forms.recovering import FindPersonForm, RecoveryForm
from intelligent_bhutan.people.models import Recovery, User
from intelligent_bhutan.people.queries import recovering as queries
from intelligent_bhutan.people.rules import is_staff_member

FOUND, PAGE = "found_at_centre", 25
helps = permission_required("people.help_at_centre", raise_exception=True)
page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@helps
@page
def recoveries(request):
    """Look for whoever stands there; below, what waits or was begun."""
    form = FindPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not limits.take(limits.of_lookup(request.user)):
            form.add_error(None, _("You have looked for very many people. Wait an hour."))
        elif found := found_by(form.cleaned_data):
            remember(request, found, form.cleaned_data["number"])
            return redirect("people:recovery_person")
        else:
            form.add_error(None, _("This leads to nobody, or to more than one person. Compare every sign."))
    held = Paginator(visible_to(request.user), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": held}
    return render(request, "people/recoveries.html", context, status=422 if form.errors else 200)


def found_by(given):
    """The one person whom the form's answers name, or None."""
    number, others = given["number"], {name: given[name] for name in ("full_name", "date_of_birth", "gewog")}
    return queries.shown_at_centre(digests=digests_of(number) if number else [], **others)


def remember(request, person, number):
    """Whom the officer found, and the number that was read off the card."""
    sealed = sealing.encrypt(number, *ring("IDENTITY_KEY")).decode() if number else ""
    request.session[FOUND] = {"person": str(person.public_id), "number": sealed}
    actions.note_found(person=person, by=request.user)


def found_in(request):
    """The person whom the officer found, and the number; None and an empty text for nobody."""
    given = request.session.get(FOUND)
    if not given:
        return None, ""
    try:
        number = sealing.decrypt(given["number"].encode(), *ring("IDENTITY_KEY")) if given["number"] else ""
    except InvalidToken:
        return None, ""
    open_accounts = User.objects.filter(is_active=True).select_related("gewog__dzongkhag")
    return open_accounts.filter(public_id=given["person"]).first(), number


def visible_to(user):
    """What the person began themselves; for those who confirm, all: what waits first, then the latest decided."""
    held = Recovery.objects.select_related("person", "proposed_by", "organisation")
    held = held.order_by(F("decided_at").desc(nulls_first=True), "-proposed_at", "-pk")
    return held if user.has_perm("people.confirm_recoveries") else held.filter(proposed_by=user)


@never_cache
@login_required
@helps
@page
def person(request):
    """The least that tells whether it is them, and what was seen."""
    found, number = found_in(request)
    if found is None:
        return redirect("people:recoveries")
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            held = actions.begin(
                person=found,
                number=number,
                facts_differ=given["facts_differ"],
                drops=given["drops"],
                by=request.user,
                **form.seen(),
            )
            return redirect("people:recovery", held.public_id)
        except ValidationError as refusal:
            refusals.say(form, refusal)
    return render(
        request, "people/recovery_person.html", person_context(found, form), status=422 if form.errors else 200
    )


def person_context(found, form):
    """What an officer sees of somebody."""
    return {
        "form": form,
        "person": found,
        "is_checked": queries.number_is_checked(found),
        "is_staff": is_staff_member(found),
        "ends": found.phone[-2:] if found.phone else "",
        "correction": queries.open_correction(found),
    }


@never_cache
@login_required
@helps
@page
def recovery(request, public_id):
    """One recovery: what was seen, what it takes away, how it stands; the second person decides here."""
    held = get_object_or_404(visible_to(request.user), public_id=public_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.carried_out(actions.decide, recovery=held, by=request.user):
        messages.success(request, _("Approved. The officer prints the slip.") if form.approves else _("Refused."))
        return redirect("people:recoveries")
    return shown(request, held, form)


def shown(request, held, form, **context):
    """The page of one recovery."""
    mine = held.proposed_by_id == request.user.pk
    decides = request.user.has_perm("people.confirm_recoveries") and not mine and held.person_id != request.user.pk
    context |= {"held": held, "form": form, "mine": mine, "decides": decides and held.state == held.State.WAITING}
    return render(request, "people/recovery.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@helps
@require_POST
def slip(request, public_id):
    """Make the slip and show it once, to be printed or copied by hand."""
    held = get_object_or_404(visible_to(request.user), public_id=public_id)
    try:
        code = actions.make_slip(recovery=held, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("people:recovery", public_id)
    held.refresh_from_db()
    address = f"{settings.PUBLIC_URL.split('://')[-1]}{reverse('people:recover')}"
    return render(request, "people/slip.html", {"held": held, "slip": typed_codes.grouped(code), "address": address})
