"""The coordinator's desk: my classes, who is stuck, cards, PINs, results."""

from itertools import chain

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intelligent_bhutan.downloads import csv_file
from intelligent_bhutan.people import pins
from intelligent_bhutan.people.actions import pins as pin_actions
from intelligent_bhutan.people.pictures import PICTURE_WORDS
from literacy import rules
from literacy.actions import cohorts as actions
from literacy.forms.cohorts import CohortForm
from literacy.models import Cohort, Enrolment
from literacy.queries import cohorts as queries
from literacy.queries import teaching

PAGE = 25
CARDS = 400
LARGE = 25  # learners, from which on a class can be searched
IMPORTS = 10


@login_required
@permission_required("literacy.see_cohorts", raise_exception=True)
@require_safe
def cohorts(request):
    """My classes, the newest first."""
    found = Cohort.objects.visible_to(request.user).select_related("organisation", "course")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "literacy/cohorts.html", {"page": page})


@login_required
@permission_required("literacy.found_cohorts", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def found(request):
    """A new class."""
    form = CohortForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.found(by=request.user, **form.cleaned_data))
    return render(request, "literacy/cohort_new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def cohort(request, public_id):
    """One class: numbers, learners, what to do."""
    held = visible_or_404(request, public_id)
    searched = request.GET.get("q", "")[:120]
    learners = queries.named(queries.learners(held), searched)
    only_stuck = request.GET.get("show") == "stuck"
    rows = queries.after(queries.stuck(learners) if only_stuck else learners, as_number(request.GET.get("after")))
    context = {
        "cohort": held,
        "overview": queries.overview(held),
        "tally": teaching.attendance_of(held),
        "teaches": rules.teaches(request.user, held),
        "rows": rows[: queries.PAGE],
        "more": rows[queries.PAGE - 1].roll_number if len(rows) > queries.PAGE else None,
        "only_stuck": only_stuck,
        "searched": searched,
        "large": LARGE,
        "manages": (manages := Cohort.objects.managed_by(request.user).filter(pk=held.pk).exists()),
        "imports": held.imports.all()[:IMPORTS] if manages else (),
        "first_sign_ins_until": actions.first_sign_ins_until(held),
    }
    return render(request, "literacy/cohort.html", context)


@login_required
@require_safe
def cards(request, public_id):
    """Cards to print and cut: class code, roll number, name. No PIN."""
    held = visible_or_404(request, public_id)
    page = Paginator(queries.learners(held), CARDS).get_page(request.GET.get("page"))
    return render(request, "literacy/cards.html", {"cohort": held, "page": page})


@login_required
@require_safe
def results(request, public_id):
    """The class as CSV, streamed."""
    held = visible_or_404(request, public_id)
    actions.took_away(subject=held, by=request.user)
    return csv_file(result_rows(held), f"class-{held.code}")


def result_rows(held):
    """Headings, then one row a learner. Words are put into the page's language now: lines leave after the request."""
    headings = [
        _("Roll number"),
        _("Full name"),
        _("Lessons done"),
        _("Finished"),
        _("Domains passed"),
        _("Proficient"),
    ]
    yes = _("yes")
    return chain([headings], (result_row(*row, yes) for row in queries.results(held)))


def result_row(roll_number, name, done, completed_at, passes, proficient, yes):
    """One learner."""
    finished = timezone.localdate(completed_at).isoformat() if completed_at else ""
    return [roll_number, name, done or 0, finished, passes or 0, yes if proficient else ""]


@login_required
@require_POST
def open_first_sign_ins(request, public_id):
    """Let learners choose their PIN while the coordinator is in the room, or end that before its time."""
    held = managed_or_403(request, public_id)
    if request.POST.get("act") == "close":
        actions.close_first_sign_ins(cohort=held, by=request.user)
        messages.success(request, _("The first sign-in is closed."))
        return redirect("literacy:cohort", public_id)
    try:
        actions.open_first_sign_ins(cohort=held, by=request.user)
        messages.success(request, _("For two hours, learners of this class may choose their first PIN."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("literacy:cohort", public_id)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reset_pin(request, public_id, enrolment_id):
    """A new PIN, shown once, to the learner who stands beside; asked for before, so that no list of PINs comes up."""
    held = managed_or_403(request, public_id)
    enrolment = enrolment_or_404(held, enrolment_id)
    context = {"cohort": held, "enrolment": enrolment}
    if request.method == "POST":
        kind = request.POST.get("kind")
        kind = kind if kind in pins.LENGTHS else pins.PICTURE
        try:
            symbols = pin_actions.reset_pin(person=enrolment.citizen, kind=kind, by=request.user)
            context |= {"kind": kind, "symbols": [(one, PICTURE_WORDS.get(one, one)) for one in symbols]}
        except ValidationError as refusal:
            context |= {"refusal": refusal.messages[0]}
    return render(request, "literacy/reset_pin.html", context, status=422 if "refusal" in context else 200)


@login_required
@require_POST
def leave(request, public_id, enrolment_id):
    """The learner is no longer in this class."""
    held = managed_or_403(request, public_id)
    actions.leave(enrolment=enrolment_or_404(held, enrolment_id), by=request.user)
    messages.success(request, _("The learner has left the class. Account and progress stay."))
    return redirect(held)


def enrolment_or_404(held, enrolment_id):
    """A learner in the class."""
    enrolments = Enrolment.objects.filter(cohort=held, left_at=None).select_related("citizen")
    return get_object_or_404(enrolments, public_id=enrolment_id)


def visible_or_404(request, public_id):
    """A class that the person sees."""
    visible = Cohort.objects.visible_to(request.user).select_related("organisation", "course", "coordinator")
    return get_object_or_404(visible, public_id=public_id)


def managed_or_403(request, public_id):
    """A class that the person may change; whoever only sees it is refused."""
    held = visible_or_404(request, public_id)
    if not Cohort.objects.managed_by(request.user).filter(pk=held.pk).exists():
        raise PermissionDenied
    return held


def as_number(text):
    """A small number from the address, or 0."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0
