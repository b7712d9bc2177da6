"""The public progress page, the staff dashboard, and the alarms."""

from itertools import chain

from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intelligent_bhutan.caching import shared
from intelligent_bhutan.downloads import csv_file
from intelligent_bhutan.targets import figures
from intelligent_bhutan.targets.forms import DashboardFilter
from intelligent_bhutan.targets.queries import dashboard as dashboards
from intelligent_bhutan.targets.queries import latest_release
from intelligent_bhutan.targets.queries import progress as public
from literacy.actions import counting
from literacy.models import ReconciliationAlarm

GEWOGS_A_PAGE = 20
WITHHELD = "fewer than 5 or withheld"

# a proxy may answer for ten seconds; a browser asks each time, so that a pass shows on the next look
shared_for_a_moment = cache_control(public=True, max_age=0, s_maxage=10)


@require_safe
@shared_for_a_moment
@shared()
def progress(request):
    """Where the country stands: the total live, all else as last published. Touches no session."""
    page = public.progress()
    context = {
        "page": page,
        "answer": page.answer,
        "pace": figures.pace(page.answer),
        "chart": figures.chart(page.answer),
        "years": figures.years(page.answer),
        "tiles": figures.tiles(page.dzongkhags),
        "legend": figures.legend(),
    }
    return render(request, "targets/progress.html", context)


@require_safe
@shared_for_a_moment
def progress_csv(request):
    """The latest release as a file."""
    release = latest_release()
    if release is None:
        raise Http404
    rows = (
        (release.number, release.day.isoformat(), *row[:3], WITHHELD if row[3] is None else row[3])
        for row in public.release_rows(release)
    )
    header = ("release", "day", "dimension", "code", "name", "proficient people")
    return csv_file(chain([header], rows), f"intelligent-bhutan-release-{release.number}")


@never_cache
@login_required
@permission_required("people.see_dashboards", raise_exception=True)
@require_safe
def dashboard(request):
    """Where each place and group stands, live and exact."""
    form = DashboardFilter(request.GET)
    page = dashboards.dashboard(form.chosen())
    gewogs = Paginator(page.gewogs, GEWOGS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "answer": page.answer,
        "pace": figures.pace(page.answer),
        "gewogs": gewogs,
        "chart": figures.chart(page.answer) if page.answer.plan else None,
        "years": figures.years(page.answer),
        "tiles": figures.tiles(
            page.dzongkhags, chosen=page.chosen.code, url=lambda row: form.address(row.code), shaded=page.has_plan
        ),
        "legend": figures.legend() if page.has_plan else [],
        "kpis": figures.kpis(page),
        "may_resolve": request.user.has_perm("targets.resolve_alarms"),
    }
    return render(request, "targets/dashboard.html", context)


@never_cache
@login_required
@permission_required("people.see_dashboards", raise_exception=True)
@require_safe
def dashboard_csv(request):
    """What the dashboard shows, as a file; its name and its first lines say what it was narrowed to."""
    form = DashboardFilter(request.GET)
    page = dashboards.dashboard(form.chosen())
    header = ("dimension", "code", "name", *page.cells.totals)
    rows = chain(form.said(), [header], dashboards.rows(page))
    return csv_file(rows, "-".join(["intelligent-bhutan-dashboard", *form.keys()]))


@never_cache
@login_required
@permission_required("targets.resolve_alarms", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def alarms(request):
    """Where counts and facts differ; a POST says that somebody has looked into one table's alarms."""
    open_alarms = ReconciliationAlarm.objects.filter(resolved_at__isnull=True)
    if request.method == "POST":
        for alarm in open_alarms.filter(table=request.POST.get("table", "")):
            counting.resolve(alarm=alarm, by=request.user)
        return redirect("targets:alarms")
    page = Paginator(open_alarms, GEWOGS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "targets/alarms.html", {"page": page})
