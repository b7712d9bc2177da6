"""Giving roles: proposing and inviting, deciding as the second person, taking what was offered."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intelligent_bhutan import refusals, typed_codes
from intelligent_bhutan.drawings.qr_code import qr_svg
from intelligent_bhutan.people import appointing
from intelligent_bhutan.people.actions import appointing as actions
from intelligent_bhutan.people.actions import limits
from intelligent_bhutan.people.forms.appointing import NO_CODE, AppointForm, JoinForm
from intelligent_bhutan.people.forms.deciding import DecisionForm
from intelligent_bhutan.people.models import Appointment, Invitation
from intelligent_bhutan.people.origins import line_of
from intelligent_bhutan.people.queries import appointing as queries
from intelligent_bhutan.people.rules import may_give, may_renew, roles_to_give
from intelligent_bhutan.people.views.asking import ask

PAGE = 25


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request, public_id=None):
    """Give somebody a role in this organisation, or in the whole programme: by user name, or by invitation."""
    organisation = None
    if public_id is not None:
        seen = queries.organisations_seen_by(request.user)
        organisation = get_object_or_404(seen.select_related("gewog"), public_id=public_id)
    roles = roles_to_give(request.user, organisation)
    if not roles:
        raise PermissionDenied
    form = AppointForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        try:
            return appointed(request, organisation, form.cleaned_data)
        except ValidationError as refusal:
            refusals.say(form, refusal)
    back = (
        (organisation.get_absolute_url(), organisation.name) if organisation else (reverse("people:roles"), _("Roles"))
    )
    facts = [(_("Where"), organisation.name if organisation else _("The whole programme"))]
    return ask(request, form, title=_("Appoint somebody"), button=_("Go on"), back=back, facts=facts)


def appointed(request, organisation, given):
    """Appoint who has an account; otherwise make an invitation and show it this once."""
    what = {name: given[name] for name in ("role", "last_day", "why")} | {"organisation": organisation}
    if given["username"]:
        made = actions.appoint(person=given["username"], by=request.user, **what)
        messages.success(request, said_of(made))
        return redirect(made)
    invitation, code = actions.invite(called=given["called"], email=given["email"], by=request.user, **what)
    return offered(request, invitation, code)


def said_of(appointment):
    """What became of it, in a sentence."""
    if appointment.state == Appointment.State.WAITING:
        return _("It waits for a second person now. They were told.")
    return _("The role has begun. The person was told.")


def offered(request, invitation, code):
    """The link and the slip to print, this once; nobody can bring the code back."""
    link = f"{settings.PUBLIC_URL}{reverse('people:offer', args=[code])}"
    drawn = qr_svg(link, title=_("Picture code that opens the invitation"))
    context = {
        "invitation": invitation,
        "appointment": invitation.appointment,
        "code": typed_codes.grouped(code),
        "link": link,
        "join": f"{settings.PUBLIC_URL}{reverse('people:join')}",
        "qr": mark_safe(drawn.replace("<svg ", '<svg class="qr" ', 1)),
    }
    return render(request, "people/invitation.html", context)


@never_cache
@login_required
@permission_required("people.see_roles", raise_exception=True)
@require_safe
def invitations(request):
    """What was proposed and offered, the latest first: what waits, what was taken, what came to nothing."""
    found = queries.appointments_seen_by(request.user).select_related("organisation", "proposed_by", "invitation")
    page = Paginator(found.order_by("-proposed_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "people/invitations.html", {"page": page})


@never_cache
@login_required
@permission_required("people.decide_appointments", raise_exception=True)
@require_safe
def approvals(request):
    """What waits for this person's decision, the oldest first."""
    waiting = queries.waiting_for(request.user).select_related("organisation", "proposed_by", "person", "longer")
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/approvals.html", {"page": page})


@never_cache
@login_required
@require_safe
def shown(request, public_id):
    """One proposal: what is proposed, by whom, why, and what became of it."""
    return appointment_page(request, seen_or_404(request, public_id), DecisionForm())


def appointment_page(request, appointment, form):
    """The page, with what this person can do about it."""
    invitation = Invitation.objects.filter(appointment=appointment).first()
    gives = may_give(request.user, appointment.role, appointment.organisation)
    waits, own = appointment.state == Appointment.State.WAITING, appointment.proposed_by_id == request.user.pk
    begun = appointment.membership_id or (appointment.longer_id and not waits)
    context = {
        "appointment": appointment,
        "invitation": invitation,
        "form": form,
        "decides": gives and waits and not own and appointment.person_id != request.user.pk,
        "takes_back": gives and not begun and (own if waits else bool(invitation and invitation.is_open())),
        "renews": bool(invitation and may_renew(request.user, appointment) and invitation.is_offered),
    }
    return render(request, "people/appointment.html", context, status=422 if form.errors else 200)


@login_required
@permission_required("people.decide_appointments", raise_exception=True)
@require_POST
def decide(request, public_id):
    """Approve or refuse; of two who do at once the second is told so."""
    appointment = seen_or_404(request, public_id)
    form = DecisionForm(request.POST)
    if not form.carried_out(actions.decide, appointment=appointment, by=request.user):
        return appointment_page(request, seen_or_404(request, public_id), form)
    messages.success(request, _("You approved it.") if form.approves else _("You refused it. They were told why."))
    return redirect("people:approvals")


@login_required
@require_POST
def take_back(request, public_id):
    """Offer it no longer."""
    appointment = seen_or_404(request, public_id)
    try:
        actions.take_back(appointment=appointment, by=request.user)
        messages.success(request, _("It is not offered any more. The link and the code do not work."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(appointment)


@never_cache
@login_required
@require_POST
def renew(request, public_id):
    """A new link and code, shown this once; the old ones do not work any more."""
    appointment = seen_or_404(request, public_id)
    try:
        return offered(request, *actions.renew(appointment=appointment, by=request.user))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(appointment)


def seen_or_404(request, public_id):
    """The proposal, where the person made it or oversees its place."""
    seen = queries.appointments_seen_by(request.user)
    related = ("organisation", "proposed_by", "decided_by", "person", "membership", "longer")
    return get_object_or_404(seen.select_related(*related), public_id=public_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    """Type the code that stands on paper, with an account or before one has any. Tries are counted in the database."""
    form, person = JoinForm(request.POST or None), request.user if request.user.is_authenticated else None
    if request.method == "POST" and form.is_valid():
        key, code = limits.of_join(person) if person else limits.of_line(line_of(request)), form.cleaned_data["code"]
        if not limits.take(key):
            form.add_error("code", _("Too many tries. Wait a while, then look at the paper again."))
        elif Invitation.objects.filter(digest__in=actions.digests_of(code)).exists():
            if person:  # the tries of a line, which others share, are given back to nobody
                limits.forget(key)
            return redirect("people:offer", code)
        else:
            form.add_error("code", NO_CODE)
    lead = _("Somebody gave you a paper with a code. Type it here to see what you are asked to do.")
    words = {"title": _("I have a code"), "button": _("Go on"), "lead": lead}
    back = (reverse("my_page"), _("My page")) if person else (reverse("account_login"), _("Sign in"))
    return ask(request, form, back=back, **words)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request, code):
    """What is offered; whoever is signed in accepts it, everybody else signs in first and comes back."""
    invitation = offered_by(code)
    context = {"invitation": invitation, "appointment": invitation and invitation.appointment}
    if request.method == "POST" and invitation and request.user.is_authenticated:
        try:
            taken = actions.take(code=typed_codes.tidy(code, appointing.CODE_LENGTH), by=request.user)
        except ValidationError as refusal:
            return render(request, "people/offer.html", context | {"refusal": refusal.messages[0]}, status=422)
        messages.success(request, accepted(taken))
        return redirect("people:my_roles")
    works = invitation is not None and (invitation.is_open() or context["appointment"].person == request.user)
    return render(request, "people/offer.html", context | {"works": works}, status=200 if works else 404)


def accepted(appointment):
    """What the person is told who has accepted."""
    if appointment.state == Appointment.State.WAITING:
        return _("Thank you. A second person still has to agree. We tell you as soon as your role begins.")
    return _("Thank you. Your role has begun.")


def offered_by(code):
    """The invitation of this code, or None."""
    bare = typed_codes.tidy(code, appointing.CODE_LENGTH)
    known = Invitation.objects.select_related("appointment__organisation", "appointment__proposed_by")
    return known.filter(digest__in=actions.digests_of(bare)).first() if bare else None
