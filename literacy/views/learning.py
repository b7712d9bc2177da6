"""Anyone may read; a learner who is signed in keeps their place."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intelligent_bhutan.caching import shared
from literacy.actions import learning
from literacy.queries import learning as queries
from literacy.queries.assigning import asked_of
from literacy.rules import opens_guides

PAGE = 24
DRAWINGS = "img/lessons.svg"
TIMES = [("", _("Any time")), ("30", _("Up to 30 minutes")), ("60", _("Up to 60 minutes"))]


@require_safe
@shared("minutes", "page")
def courses(request):
    """Every course, "start here" first; `?minutes=` keeps the shorter ones."""
    minutes = whole_number(request.GET.get("minutes"), 0)
    page = Paginator(queries.published(minutes=minutes), PAGE).get_page(request.GET.get("page"))
    return render(request, "literacy/courses.html", {"page": page, "minutes": minutes or "", "times": TIMES})


@require_safe
@shared()
def course(request, slug):
    """What the course is, its lessons, and one button."""
    version = edition_or_404(slug, request.user)
    rows = queries.lessons_of(version, request.user)
    context = {
        "version": version,
        "rows": rows,
        "next": queries.next_row(rows),
        "done": sum(row.state == "done" for row in rows),
        "begun": any(row.state in {"done", "now"} for row in rows),
        "bytes": sum(row.lesson.bytes for row in rows),
        "guided": opens_guides(request.user),
        "asked": asked_of(request.user).filter(course=version.course) if request.user.is_authenticated else (),
    }
    return render(request, "literacy/course.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@shared("screen", "answer", "listen", "voice")
def lesson(request, slug, lesson):
    """One screen of a lesson. A learner's answer comes by POST; a visitor's by GET, so that the page has no token."""
    version = edition_or_404(slug, request.user)
    lesson = get_object_or_404(version.lessons, slug=lesson)
    screen = screen_or_404(request, lesson, version)
    refusal = None
    if request.method == "POST":
        refusal = answered(request, screen.check)
        if refusal is None:
            return redirect(f"{request.path}?screen={screen.step}&said=1#said")
    elif request.user.is_authenticated and not queries.has_come_to(lesson, request.user, screen.step):
        learning.open_lesson(lesson=lesson, citizen=request.user, screen=screen.step)
    context = shown(request, lesson, screen, chosen(request, screen.check))
    context |= {"version": version, "refusal": refusal, "keeps": request.user.is_authenticated}
    context["guided"] = opens_guides(request.user)
    response = render(request, "literacy/lesson.html", context | {"back": version.course.get_absolute_url()})
    if not request.user.is_authenticated:
        patch_cache_control(response, public=True, max_age=300)
    return response


def screen_or_404(request, lesson, version):
    """The screen that the address asks for."""
    screen = queries.screen(lesson, whole_number(request.GET.get("screen"), 1), version=version)
    if screen is None:
        raise Http404
    return screen


def shown(request, lesson, screen, chosen):
    """What a lesson's page shows, whoever looks at it."""
    return {
        "lesson": lesson,
        "blocks": screen.blocks,
        "step": screen.step,
        "steps": screen.steps,
        "chosen": chosen,
        "voice": voice(request),
        "listen": whole_number(request.GET.get("listen"), 0),
        "drawings": static(DRAWINGS),
    }


def answered(request, check):
    """Keep a signed-in learner's answer. Returns the refusal in words, or None."""
    option = option_at(check, request.POST.get("answer"))
    if option is None or not request.user.is_authenticated:
        return queries.CHOOSE_ONE
    try:
        learning.answer_check(block=check, option=option, citizen=request.user)
    except ValidationError as refusal:
        return refusal.messages[0]
    return None


def chosen(request, check):
    """The option whose reason is to be shown, if any."""
    if check and request.user.is_authenticated:
        if "said" in request.GET:
            answer = check.answers.filter(citizen=request.user).first()
            return next((option for option in check.options.all() if answer and option.pk == answer.option_id), None)
        return None
    return option_at(check, request.GET.get("answer"))


def option_at(check, position):
    """The check's option at that position, or None."""
    options = check.options.all() if check else []
    return next((option for option in options if str(option.position) == position), None)


def voice(request):
    """The spoken language to offer first."""
    mine = request.user.spoken_language if request.user.is_authenticated else ""
    return request.GET.get("voice") or mine


@login_required
@require_POST
def finish(request, slug, lesson):
    """The lesson is done: on to the course page, which has the next one."""
    version = edition_or_404(slug, request.user)
    lesson = get_object_or_404(version.lessons.filter(blocks__isnull=False).distinct(), slug=lesson)
    progress = learning.finish_lesson(lesson=lesson, citizen=request.user)
    whole = progress.completed_at is not None
    messages.success(request, _("Well done! The course is finished.") if whole else _("Well done! One lesson more."))
    return redirect(reverse("literacy:course", args=[slug]))


def edition_or_404(slug, user):
    """The person's edition, else the published one."""
    version = queries.edition_for(slug, user)
    if version is None:
        raise Http404
    return version


def whole_number(text, otherwise):
    """The number that the address asks for."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise
