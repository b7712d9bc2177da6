"""Editions of courses, for those who write and those who publish."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intelligent_bhutan.people import rules
from literacy.actions import editing
from literacy.models import Course, CourseVersion
from literacy.queries import editing as queries
from literacy.views import learning

ACTS = {"review": editing.review, "publish": editing.publish}


def demand_editorial(user):
    """Editors and publishers only."""
    if not (rules.is_editor(user) or rules.is_publisher(user)):
        raise PermissionDenied


@login_required
@require_safe
def versions(request):
    """Every edition, newest first within its course."""
    demand_editorial(request.user)
    rows = CourseVersion.objects.select_related("course").order_by("course__position", "course__slug", "-number")
    return render(request, "literacy/editing.html", {"page": Paginator(rows, 30).get_page(request.GET.get("page"))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def version(request, slug, number):
    """An edition with all its words, and the step that this person may take."""
    demand_editorial(request.user)
    edition = get_object_or_404(CourseVersion.objects.select_related("course"), course__slug=slug, number=number)
    refusal = None
    if request.method == "POST" and (act := ACTS.get(request.POST.get("act"))):
        try:
            act(version=edition, by=request.user)
            return redirect(request.path)
        except ValidationError as error:
            refusal = error.messages[0]
    context = {
        "version": edition,
        "rows": queries.rows_of(edition),
        "refusal": refusal,
        "publisher": rules.is_publisher(request.user),
        "changes_words": rules.is_editor(request.user) and edition.state == CourseVersion.State.DRAFT,
    }
    return render(request, "literacy/editing_version.html", context)


@never_cache
@login_required
@require_safe
def preview(request, slug, number, lesson):
    """A lesson of any edition as a learner would see it. Nothing is kept."""
    demand_editorial(request.user)
    edition = get_object_or_404(CourseVersion.objects.select_related("course"), course__slug=slug, number=number)
    lesson = get_object_or_404(edition.lessons, slug=lesson)
    screen = learning.screen_or_404(request, lesson, edition)
    chosen = learning.option_at(screen.check, request.GET.get("answer"))
    context = learning.shown(request, lesson, screen, chosen) | {"version": edition, "preview": True}
    context["back"] = reverse("literacy:editing_version", args=[slug, number])
    return render(request, "literacy/lesson.html", context)


@login_required
@require_POST
def start(request, slug):
    """A new draft from the newest edition."""
    demand_editorial(request.user)
    course = get_object_or_404(Course, slug=slug)
    try:
        draft = editing.start_version(course=course, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("literacy:editing")
    return redirect("literacy:editing_version", slug=slug, number=draft.number)
