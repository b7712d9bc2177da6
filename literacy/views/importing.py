"""Enrolling a class from a file: template, upload, report, enrolment. Only the class's coordinator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intelligent_bhutan import downloads
from intelligent_bhutan.people.queries.consent import notice_in_force
from literacy import keepsakes
from literacy.actions import cohorts
from literacy.actions import importing as actions
from literacy.actions.reading import unsealed
from literacy.checking import HEADERS
from literacy.forms.importing import UploadForm, broken_words, problem_words
from literacy.models import Cohort, CohortImport, ImportRow
from literacy.queries import importing as queries

PAGE = 50
EXAMPLE = ("1", "Pema Lhaden", "པདྨ་ལྷ་ལྡན།", "27/3/1986", "female", "public", "Lhuentse", "Khoma", "", "", "self")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, cohort_id):
    """Choose a file; it is read and checked, and nothing is enrolled yet."""
    cohort = get_object_or_404(Cohort.objects.managed_by(request.user), public_id=cohort_id)
    form = UploadForm(request.POST or None, request.FILES or None)
    notice = notice_in_force()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = actions.upload(
                cohort=cohort, content=file.read(), file_name=file.name, notice=notice, by=request.user
            )
            return redirect(made)
        except ValidationError as refusal:
            form.add_error("file", refusal)
    context = {"cohort": cohort, "form": form, "notice": notice}
    return render(request, "literacy/import_upload.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def template(request, cohort_id, kind):
    """A list with the right headings and one example row."""
    get_object_or_404(Cohort.objects.managed_by(request.user), public_id=cohort_id)
    rows = [[f"{names[0]} ({names[-1].rstrip('།')})" for names in HEADERS.values()], EXAMPLE]
    return as_file(rows, kind, "class-list")


@login_required
@require_safe
def report(request, cohort_id, public_id):
    """What was read, row by row, and what happens next; looks again by itself while something goes on."""
    held = own_or_404(request, cohort_id, public_id)
    state = request.GET.get("state", "")
    page = Paginator(queries.rows(held, state), PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.words = [problem_words(problem) for problem in row.problems]
    counts = queries.counts(held)
    context = {
        "held": held,
        "page": page,
        "state": state,
        "counts": counts,
        "total": sum(counts.values()),
        "checked": sum(counts.values()) - counts[ImportRow.State.WAITING],
        "tabs": tabs(counts, state),
        "broken": broken_words(held.problem) if held.problem else "",
        "busy": held.state in {CohortImport.State.READING, CohortImport.State.ENROLLING},
        "step": {"reading": 2, "broken": 2, "checked": 3, "done": 4}.get(held.state, 3),
        "steps": [_("Template"), _("Upload"), _("Check"), _("Enrolled")],
    }
    return render(request, "literacy/import_report.html", context)


def tabs(counts, chosen):
    """(label, address, whether it is chosen, number of rows) for each state in which checked rows stand."""
    states = [
        choice for choice in ImportRow.State.choices if choice[0] != ImportRow.State.WAITING and counts[choice[0]]
    ]
    return [(label, f"?state={state}", state == chosen, counts[state]) for state, label in states]


@login_required
@require_safe
def download(request, cohort_id, public_id, kind):
    """The rows as they stood, with what is wrong in words: correct them and send the file again."""
    held = own_or_404(request, cohort_id, public_id)
    cohorts.took_away(subject=held, by=request.user)
    fields = list(HEADERS)
    return as_file(report_rows(held, fields), kind, "report")


def report_rows(held, fields):
    """The report's rows, the headings first. A citizenship number is not given out again, only what stands for it."""
    yield [*(HEADERS[field][0] for field in fields), _("State"), _("Problems")]
    for row in queries.rows(held).order_by("number").iterator(2_000):
        raw = {**row.raw, "identity_number": number_shown(held, row)}
        if row.enrolment:
            raw["roll_number"] = row.enrolment.roll_number
        words = " ".join(problem_words(problem) for problem in row.problems)
        yield [*(raw.get(field, "") for field in fields), row.get_state_display(), words]


def number_shown(held, row):
    """The identity number as a report shows it: as it was typed only where it is none and must be corrected."""
    if row.enrolment_id or not row.raw.get("identity_number"):
        return ""
    number = unsealed(row.raw)
    return keepsakes.written(number, held.public_id, row.number) if row.cleaned.get("identity_number") else number


@login_required
@require_POST
def act(request, cohort_id, public_id):
    """Begin, stop, or settle a row."""
    held = own_or_404(request, cohort_id, public_id)
    asked = request.POST.get("act", "")
    try:
        if asked == "begin":
            actions.begin(cohort_import=held, by=request.user)
        elif asked == "stop":
            actions.stop(cohort_import=held, by=request.user)
        elif asked in {"confirm", "leave_out"}:
            number = request.POST.get("row", "")
            row = get_object_or_404(held.rows, number=int(number) if number.isdecimal() else 0)
            actions.settle(row=row, enrol=asked == "confirm", by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(held)


def own_or_404(request, cohort_id, public_id):
    """An import of a class that the person manages."""
    cohorts = Cohort.objects.managed_by(request.user).filter(public_id=cohort_id)
    return get_object_or_404(CohortImport.objects.select_related("cohort"), cohort__in=cohorts, public_id=public_id)


def as_file(rows, kind, name):
    """The rows as CSV, streamed, or as XLSX."""
    return downloads.csv_file(rows, name) if kind == "csv" else downloads.xlsx_file(rows, name)
