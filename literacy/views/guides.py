"""The teaching guide beside each course and lesson, and what trainers print."""

from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from intelligent_bhutan.drawings.qr_code import qr_svg_path
from literacy.queries import cohorts
from literacy.queries import guides as queries
from literacy.screens import screens_of
from literacy.views.learning import DRAWINGS
from literacy.views.teaching import class_or_404

PAGE = 24
LIST = 400  # learners on one printed list
DAYS = 8  # blank columns beside each name

guides_open = permission_required("literacy.see_guides", raise_exception=True)


@login_required
@guides_open
@require_safe
def guides(request):
    """The courses that have a guide."""
    page = Paginator(queries.guided(), PAGE).get_page(request.GET.get("page"))
    return render(request, "literacy/guides.html", {"page": page})


@login_required
@guides_open
@require_safe
def guide(request, slug):
    """The guide to a course, and its lessons."""
    version = edition_or_404(slug)
    context = {"version": version, "guide": queries.guide_of(version), "rows": queries.rows_of(version)}
    return render(request, "literacy/guide.html", context)


@login_required
@guides_open
@require_safe
def lesson_guide(request, slug, lesson):
    """The guide to a lesson, with what learners read beside it."""
    version = edition_or_404(slug)
    lesson = get_object_or_404(version.lessons, slug=lesson)
    blocks = lesson.blocks.order_by("position").prefetch_related("options")
    context = {
        "version": version,
        "lesson": lesson,
        "guide": queries.guide_of(version, lesson),
        "screens": screens_of(list(blocks)),
        "drawings": static(DRAWINGS),
    }
    return render(request, "literacy/lesson_guide.html", context)


@login_required
@guides_open
@require_safe
def handout(request, slug, lesson):
    """One page to give away: the lesson's key points in large letters, in both languages."""
    version = edition_or_404(slug)
    lesson = get_object_or_404(version.lessons, slug=lesson)
    blocks = queries.key_points(lesson)
    if not blocks:
        raise Http404
    context = {"version": version, "lesson": lesson, "blocks": blocks, "drawings": static(DRAWINGS)}
    return render(request, "literacy/handout.html", context)


@login_required
@require_safe
def attendance_list(request, public_id):
    """A blank list with roll numbers and names, to tick by hand."""
    held = class_or_404(request, public_id)
    page = Paginator(cohorts.learners(held), LIST).get_page(request.GET.get("page"))
    context = {"cohort": held, "page": page, "days": range(DAYS)}
    return render(request, "literacy/attendance_list.html", context)


@login_required
@require_safe
def poster(request, public_id):
    """A poster for the wall of the classroom: where to go, and the class code."""
    held = class_or_404(request, public_id)
    address = request.build_absolute_uri(reverse("literacy:class_sign_in"))
    context = {"cohort": held, "address": address, "qr": qr_svg_path(address)}
    return render(request, "literacy/poster.html", context)


def edition_or_404(slug):
    """The edition that learners begin now."""
    version = queries.edition(slug)
    if version is None:
        raise Http404
    return version
