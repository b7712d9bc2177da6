"""The trainer's desk: today's sessions, classes at a glance, planning, who came."""

from itertools import chain

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intelligent_bhutan import refusals
from intelligent_bhutan.downloads import csv_file
from intelligent_bhutan.templatetags.dzongkha import digits
from literacy.actions import attending, cohorts
from literacy.actions import teaching as actions
from literacy.forms.teaching import CancelForm, SessionForm, TrainerForm, marks_in
from literacy.models import Attendance, ClassSession, Cohort
from literacy.queries import teaching as queries
from literacy.rules import coordinates

PAGE = 10
REGISTER = 40  # learners a page: what a phone sends at once over a weak link
MISSING = 5

teaches = permission_required("literacy.see_cohorts", raise_exception=True)


@login_required
@teaches
@require_safe
def teaching(request):
    """Today's and coming sessions, what is still to be entered, and the classes at a glance."""
    classes = Cohort.objects.taught_by(request.user).select_related("organisation").order_by("name", "pk")
    page = Paginator(classes, PAGE).get_page(request.GET.get("page"))
    coming = Paginator(queries.coming(request.user), PAGE).get_page(request.GET.get("sessions"))
    context = {
        "page": page,
        "glances": queries.at_a_glance(page.object_list),
        "coming": coming,
        "missing": queries.without_attendance(request.user)[:MISSING],
    }
    return render(request, "literacy/teaching.html", context)


@login_required
@require_safe
def teaching_class(request, public_id):
    """One class as its trainer sees it: sessions, how regularly people come, what to print."""
    held = class_or_404(request, public_id)
    context = {
        "cohort": held,
        **one_half(request, queries.sessions_of(held)),
        "glance": queries.at_a_glance([held])[0],
        "tally": queries.attendance_of(held),
        "version": held.course.versions.filter(state="published").first(),
        "trainer_form": TrainerForm(cohort=held) if held.is_mine_to_manage else None,
    }
    return render(request, "literacy/teaching_class.html", context)


@login_required
@require_POST
def trainer(request, public_id):
    """Who teaches the class: the coordinator says."""
    held = class_or_404(request, public_id)
    if not held.is_mine_to_manage:
        raise PermissionDenied
    form = TrainerForm(request.POST, cohort=held)
    if form.is_valid():
        actions.give_trainer(cohort=held, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. The new trainer is told."))
    else:
        messages.error(request, _("This person is no trainer of the organisation."))
    return redirect("literacy:teaching_class", held.public_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, public_id):
    """One session, or one a week."""
    held = class_or_404(request, public_id)
    form = SessionForm(request.POST or None, cohort=held, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            planned = actions.plan(cohort=held, by=request.user, **form.answers())
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            said = ngettext("%(n)s session is planned.", "%(n)s sessions are planned.", len(planned))
            messages.success(request, said % {"n": digits(len(planned))})
            return redirect("literacy:teaching_class", held.public_id)
    return render(
        request, "literacy/session_form.html", {"form": form, "cohort": held}, status=422 if form.errors else 200
    )


@login_required
@require_safe
def session(request, public_id):
    """One session: when, where, what, who came."""
    held = session_or_404(request, public_id)
    tally, missing = queries.tally_of(held)
    context = {
        "session": held,
        "lessons": held.lessons.select_related("version__course", "guide").order_by("position"),
        "tally": tally,
        "missing": missing,
        "why_not": attending.why_not(held, request.user),
    }
    return render(request, "literacy/session.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, public_id):
    """Another time, place, trainer or content."""
    held = session_or_404(request, public_id)
    form = SessionForm(request.POST or None, cohort=held.cohort, user=request.user, session=held)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change(session=held, by=request.user, **form.answers())
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            messages.success(request, _("The session is changed. The learners are told of another time or place."))
            return redirect(changed)
    context = {"form": form, "cohort": held.cohort, "session": held}
    return render(request, "literacy/session_form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, public_id):
    """The session does not take place."""
    held = session_or_404(request, public_id)
    later = ClassSession.objects.filter(series=held.series, starts_at__gt=held.starts_at, state="planned")
    form = CancelForm(request.POST or None, in_series=later.exists())
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(session=held, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            messages.success(request, _("It is cancelled. The learners are told why."))
            return redirect(held)
    context = {"form": form, "session": held}
    return render(request, "literacy/session_cancel.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request, public_id):
    """Who came, forty at a time. Going on to another page keeps what was ticked on this one."""
    held = session_or_404(request, public_id)
    wanted = request.POST.get("shown") if request.method == "POST" else request.GET.get("page")
    page = Paginator(queries.register(held), REGISTER).get_page(wanted)
    refusal = None
    if request.method == "POST":
        refusal = entered(request, held, page)
        if refusal is None:
            return redirect(after_entering(request, held, page))
    tally, missing = queries.tally_of(held)
    context = {
        "session": held,
        "page": page,
        "tally": tally,
        "missing": missing,
        "states": Attendance.State.choices,
        "refusal": refusal or attending.why_not(held, request.user),
    }
    return render(request, "literacy/attendance.html", context, status=422 if refusal else 200)


def entered(request, held, page):
    """Write down what the page sent. Returns the refusal in words, or None."""
    try:
        if request.POST.get("go") == "everybody":
            attending.everybody_came(session=held, by=request.user)
        attending.enter(session=held, marks=marks_in(request.POST, page), by=request.user)
    except ValidationError as refusal:
        return refusal.messages[0]
    return None


def after_entering(request, held, page):
    """Where the pressed button leads: a page of the register, or the session."""
    go = request.POST.get("go", "")
    if go == "everybody" or (go.isascii() and go.isdigit()):
        there = page.number if go == "everybody" else go
        return reverse("literacy:attendance", args=[held.public_id]) + f"?page={there}"
    messages.success(request, _("Saved. Thank you."))
    return held.get_absolute_url()


@login_required
@require_safe
def regularity(request, public_id):
    """How regularly each learner of the class comes."""
    held = class_or_404(request, public_id)
    page = Paginator(queries.learners_with_counts(held), REGISTER).get_page(request.GET.get("page"))
    context = {
        "cohort": held,
        "page": page,
        "rows": queries.regularity(page.object_list),
        "tally": queries.attendance_of(held),
    }
    return render(request, "literacy/regularity.html", context)


@login_required
@require_safe
def regularity_csv(request, public_id):
    """The same as CSV, streamed."""
    held = class_or_404(request, public_id)
    cohorts.took_away(subject=held, by=request.user)
    headings = [_("Roll number"), _("Full name"), _("Here"), _("Late"), _("Not here"), _("Excused"), _("Came, percent")]
    return csv_file(chain([headings], map(csv_row, csv_source(held))), f"attendance-{held.code}")


def csv_source(held):
    """All learners of the class, in blocks."""
    return queries.learners_with_counts(held).iterator(2_000)


def csv_row(enrolment):
    """One learner."""
    (row,) = queries.regularity([enrolment])
    tally = row.tally
    came = "" if tally.percent is None else tally.percent
    return [
        enrolment.roll_number,
        enrolment.citizen.full_name,
        tally.present,
        tally.late,
        tally.absent,
        tally.excused,
        came,
    ]


@never_cache
@login_required
@require_safe
def my_attendance(request):
    """The learner's own: when the classes meet, and when they were there."""
    return render(request, "literacy/my_attendance.html", one_half(request, queries.my_sessions(request.user)))


def one_half(request, sessions):
    """A page of what is to come, or, where the address asks for it, of what is over."""
    past = request.GET.get("show") == "past"
    page = Paginator(queries.half(sessions, past=past), PAGE).get_page(request.GET.get("page"))
    return {"page": page, "past": past}


def class_or_404(request, public_id):
    """A class that the person teaches or coordinates."""
    mine = Cohort.objects.taught_by(request.user).select_related("organisation__gewog", "course", "trainer")
    held = get_object_or_404(mine, public_id=public_id)
    held.is_mine_to_manage = coordinates(request.user, held)
    return held


def session_or_404(request, public_id):
    """A session of such a class."""
    mine = queries.sessions_for(request.user).select_related(
        "cohort__organisation__gewog", "cohort__course", "centre", "taught_by"
    )
    return get_object_or_404(mine, public_id=public_id)
