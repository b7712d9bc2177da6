"""What an organisation asks of its people: asked, changed, withdrawn; done or not done is all that the pages show."""

from itertools import chain

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intelligent_bhutan import public_ids, refusals
from intelligent_bhutan.downloads import csv_file
from intelligent_bhutan.templatetags.dzongkha import digits
from literacy.actions import assigning as actions
from literacy.actions import cohorts
from literacy.forms.assigning import AssignmentForm, DueForm
from literacy.models import Asked, Assignment, Sitting
from literacy.queries import assigning as queries

PAGE = 25
PEOPLE = 50

WHAT = ("organisation", "course", "sitting__centre", "cohort")

asks = permission_required("literacy.found_cohorts", raise_exception=True)


@login_required
@asks
@require_safe
def assignments(request):
    """What my organisations ask, the newest first."""
    found = Assignment.objects.managed_by(request.user).select_related(*WHAT)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    queries.with_titles(page.object_list)
    return render(request, "literacy/assignments.html", {"page": page})


@login_required
@asks
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request):
    """Ask for something, or for the coming sitting that the address names."""
    sitting = wanted_sitting(request)
    form = AssignmentForm(request.POST or None, user=request.user, sitting=sitting)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.assign(by=request.user, **form.answers())
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            if made.whom == Assignment.Whom.CHOSEN:
                return redirect("literacy:assignment_people", made.public_id)
            messages.success(request, _("It is asked. Everybody is told in the portal."))
            return redirect(made)
    context = {"form": form, "sitting": sitting}
    return render(request, "literacy/assignment_form.html", context, status=422 if form.errors else 200)


def wanted_sitting(request):
    """The coming sitting that the address names, or None where it names none; 404 for one that is not to come."""
    if "sitting" not in request.GET:
        return None
    coming = Sitting.objects.ahead().select_related("centre")
    return get_object_or_404(coming, public_id=public_ids.read(request.GET["sitting"]))


@login_required
@require_safe
def assignment(request, public_id):
    """Per person done or not yet, and how many of each: nothing more."""
    held = assignment_or_404(request, public_id)
    people = queries.asked_people(held)
    show = request.GET.get("show", "")
    shown = people.filter(done=show == "done") if show in ("done", "open") else people
    page = Paginator(shown, PEOPLE).get_page(request.GET.get("page"))
    context = {"assignment": held, "totals": queries.totals(held), "page": page, "show": show}
    return render(request, "literacy/assignment.html", context)


@login_required
@require_safe
def assignment_csv(request, public_id):
    """The same as CSV: who, and whether it is done."""
    held = assignment_or_404(request, public_id)
    cohorts.took_away(subject=held, by=request.user)
    headings, done, not_yet = [_("Full name"), _("Class"), _("State")], _("Done"), _("Not yet")
    people = queries.asked_people(held).iterator(2_000)
    rows = ([one.person.full_name, classes(one), done if one.done else not_yet] for one in people)
    return csv_file(chain([headings], rows), f"done-{held.due_on.isoformat()}")


def classes(asked):
    """By which people of one name are told apart: class and roll number."""
    return ", ".join(f"{one.cohort.name}: {one.roll_number}" for one in asked.person.classes_here)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_people(request, public_id):
    """Tick whom to ask, a page at a time. Going on to another page asks those who were ticked on this one."""
    held = assignment_or_404(request, public_id)
    searched = request.GET.get("q", "")[:120]
    asked = Asked.objects.filter(person=OuterRef("pk"), **queries.what_is_asked(held), is_open=True)
    people = queries.named(queries.people_of(held.organisation), searched).annotate(is_asked=Exists(asked))
    page = Paginator(people.order_by("full_name", "pk"), PEOPLE).get_page(request.GET.get("page"))
    refusal = None
    if request.method == "POST":
        refusal = ask(request, held, people)
        if refusal is None:
            return redirect(held)
    context = {"assignment": held, "page": page, "searched": searched, "refusal": refusal}
    return render(request, "literacy/assignment_people.html", context, status=422 if refusal else 200)


def ask(request, held, people):
    """Ask those who were ticked. Returns the refusal in words, or None."""
    ticked = filter(None, map(public_ids.read, request.POST.getlist("person")[:PEOPLE]))
    try:
        new = actions.ask(assignment=held, people=people.filter(public_id__in=ticked), by=request.user)
    except ValidationError as refusal:
        return refusal.messages[0]
    said = ngettext("%(n)s person is asked now.", "%(n)s people are asked now.", new)
    messages.success(request, said % {"n": digits(new)})
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_due(request, public_id):
    """Another day."""
    held = assignment_or_404(request, public_id)
    form = DueForm(request.POST or None, initial={"due_on": held.due_on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_due(assignment=held, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            messages.success(request, _("The day is changed. Whoever has not done it yet is told."))
            return redirect(held)
    context = {"assignment": held, "form": form}
    return render(request, "literacy/assignment_due.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request, public_id):
    """Ask no more."""
    held = assignment_or_404(request, public_id)
    actions.withdraw(assignment=held, by=request.user)
    messages.success(request, _("It is withdrawn. Whoever has not done it yet is told."))
    return redirect(held)


def assignment_or_404(request, public_id):
    """One that the person's organisations ask."""
    mine = Assignment.objects.managed_by(request.user).select_related(*WHAT)
    held = get_object_or_404(mine, public_id=public_id)
    queries.with_titles([held])
    return held
