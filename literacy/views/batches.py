"""The coordinator's page on which a class gets its seats, sitting after sitting."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from intelligent_bhutan.templatetags.dzongkha import digits
from literacy.actions import batches as actions
from literacy.forms.booking import BatchesForm
from literacy.queries import batches as queries
from literacy.views.cohorts import managed_or_403

NAMED = 60  # people that a list names


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def batches(request, public_id):
    """The batches as they would be; then they are booked, or officers are asked for more seats."""
    held = managed_or_403(request, public_id)
    asked = request.POST if request.method == "POST" else request.GET
    form = BatchesForm(asked) if "centre" in asked or request.method == "POST" else BatchesForm.first()
    context = {"cohort": held, "form": form, "named": NAMED}
    if form.is_bound and form.is_valid():
        if request.method == "POST":
            return done(request, held, form)
        context["plan"] = queries.plan(held, form.cleaned_data["centre"], form.cleaned_data["first_day"])
    context["booked"] = queries.booked_sittings(held)
    return render(request, "literacy/batches.html", context, status=422 if form.errors else 200)


def done(request, cohort, form):
    """Book the batches, or ask for seats, and show how it stands now."""
    act = ask if request.POST.get("act") == "ask" else book
    try:
        act(request, {"cohort": cohort, "by": request.user} | form.cleaned_data)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(f"{reverse('literacy:cohort_seats', args=[cohort.public_id])}?{urlencode(form.address())}")


def book(request, asked):
    """Seats for everyone who needs one."""
    booked = actions.book_cohort(**asked)
    words = ngettext("%(n)s person has a seat now.", "%(n)s people have a seat now.", booked)
    messages.success(request, words % {"n": digits(booked)})


def ask(request, asked):
    """Tell the officers how many seats are missing."""
    missing = actions.ask_for_seats(**asked)
    words = ngettext(
        "The officers know now that %(n)s seat is missing.",
        "The officers know now that %(n)s seats are missing.",
        missing,
    )
    messages.success(request, words % {"n": digits(missing)} if missing else _("Everybody has a seat."))
