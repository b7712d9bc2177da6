"""Putting right what is known of somebody who has passed: their own page, the officers' list, the decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from intelligent_bhutan import refusals
from intelligent_bhutan.people.actions import correcting as actions
from intelligent_bhutan.people.forms.deciding import DecisionForm
from intelligent_bhutan.people.forms.recovering import CorrectionForm, EvidenceForm
from intelligent_bhutan.people.models import Correction, CorrectionScan
from intelligent_bhutan.people.views.centre import PAGE, found_in, helps, page
from intelligent_bhutan.places.models import Gewog

FACTS = {
    "full_name": gettext_lazy("Full name"),
    "full_name_dz": gettext_lazy("Full name in Dzongkha"),
    "date_of_birth": gettext_lazy("Date of birth"),
    "gewog_id": gettext_lazy("Gewog"),
}
decides = permission_required("people.decide_corrections", raise_exception=True)


def with_rows(corrections):
    """Each of them with its `rows_of`; the gewogs of all are fetched at once."""
    held = list(corrections)
    named = {kept.get("gewog_id") for one in held for kept in (one.before, one.changes)} - {None}
    gewogs = Gewog.objects.select_related("dzongkhag").in_bulk(named)
    return [(one, rows_of(one, gewogs)) for one in held]


def rows_of(held, gewogs):
    """Old and new beside each other: (what it is, what stood, what shall stand), each as a page may show it."""
    return [
        (FACTS[field], in_words(field, held.before[field], gewogs), in_words(field, value, gewogs))
        for field, value in held.changes.items()
    ]


def in_words(field, value, gewogs):
    """A fact as it was kept: a text, a date, or a place."""
    if field == "date_of_birth":
        return parse_date(value) if value else None
    return gewogs.get(value) if field == "gewog_id" else value


@never_cache
@login_required
@require_safe
def mine(request):
    """What one has asked for, and how it stands."""
    asked = Correction.objects.filter(person=request.user)
    held = Paginator(asked, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/corrections_mine.html", {"page": held, "rows": with_rows(held)})


@never_cache
@login_required
@page
def ask(request):
    """What is right, and what one will show for it."""
    form = CorrectionForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid() and asked(form, request.user, request.user):
        messages.success(request, _("Your request is kept. Bring what proves it to a centre."))
        return redirect("people:my_corrections")
    return render(request, "people/correction_new.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@login_required
@helps
@page
def ask_for(request):
    """The same, by an officer for whoever stands at the centre."""
    person, _number = found_in(request)
    if person is None:
        return redirect("people:recoveries")
    form = CorrectionForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid() and (held := asked(form, person, request.user)):
        return redirect("people:correction", held.public_id)
    context = {"form": form, "person": person}
    return render(request, "people/correction_new.html", context, status=422 if form.errors else 200)


def asked(form, person, by):
    """The correction that the form asks for; None where it is refused, which the form says."""
    try:
        return actions.ask(person=person, changes=form.changes(), reason=form.cleaned_data["reason"], by=by)
    except ValidationError as refusal:
        refusals.say(form, refusal)


@login_required
@require_POST
def withdraw(request, public_id):
    """Take back what one asked for."""
    held = get_object_or_404(Correction, proposed_by=request.user, public_id=public_id)
    try:
        actions.withdraw(correction=held, by=request.user)
        messages.success(request, _("Your request is taken back."))
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    return redirect("people:my_corrections")


@never_cache
@login_required
@decides
@require_safe
def waiting(request):
    """What waits, oldest first: those with evidence can be decided."""
    held = Correction.objects.waiting().select_related("person", "seen_by").order_by("proposed_at", "pk")
    return render(request, "people/corrections.html", {"page": Paginator(held, PAGE).get_page(request.GET.get("page"))})


def visible_or_404(request, public_id):
    """A correction that the officer decides, asked for, looked at the evidence of, or whose person stands there."""
    seen = Correction.objects.select_related("person", "proposed_by", "seen_by", "decided_by")
    if not request.user.has_perm("people.decide_corrections"):
        present, _number = found_in(request)
        seen = seen.filter(Q(proposed_by=request.user) | Q(seen_by=request.user) | Q(person=present, state="waiting"))
    return get_object_or_404(seen, public_id=public_id)


@never_cache
@login_required
@helps
@page
def correction(request, public_id):
    """Old and new beside each other, the evidence, and the decision."""
    held = visible_or_404(request, public_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.carried_out(actions.decide, correction=held, by=request.user):
        messages.success(request, _("Approved. The details are changed.") if form.approves else _("Refused."))
        return redirect("people:corrections")
    return shown(request, held, form=form)


@never_cache
@login_required
@helps
@require_POST
def evidence(request, public_id):
    """An officer writes down what was shown."""
    held = visible_or_404(request, public_id)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.see_evidence(correction=held, scan=form.cleaned_data["scan"], by=request.user, **form.seen())
            messages.success(request, _("The evidence is kept. Another officer decides."))
            return redirect("people:correction", public_id)
        except ValidationError as refusal:
            refusals.say(form, refusal)
    return shown(request, held, evidence_form=form)


def shown(request, held, *, form=None, evidence_form=None):
    """The page of one correction."""
    user, waits = request.user, held.state == held.State.WAITING
    others = user.pk not in (held.person_id, held.proposed_by_id, held.seen_by_id)
    [(_held, rows)] = with_rows([held])
    context = {
        "held": held,
        "rows": rows,
        "form": form or DecisionForm(),
        "evidence_form": evidence_form or EvidenceForm(),
        "has_scan": CorrectionScan.objects.filter(correction=held).exists(),
        "decides": waits and held.seen_by_id and others and user.has_perm("people.decide_corrections"),
        "looks": waits and user.pk != held.person_id,
    }
    refused = (form and form.errors) or (evidence_form and evidence_form.errors)
    return render(request, "people/correction.html", context, status=422 if refused else 200)


@never_cache
@login_required
@helps
@require_safe
def scan(request, public_id):
    """The picture of the evidence, as a file to keep apart: no browser runs what may hide in it."""
    held = visible_or_404(request, public_id)
    if held.person_id == request.user.pk:
        raise Http404
    try:
        content, media_type = actions.open_scan(correction=held, by=request.user)
    except CorrectionScan.DoesNotExist:
        raise Http404 from None
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="evidence.{media_type.rsplit("/")[-1]}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
