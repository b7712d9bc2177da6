"""Courses and lessons: open to everyone, progress for those who are signed in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from intelligent_bhutan.people.models import User
from literacy.actions import learning as actions
from literacy.models import Block, Course
from literacy.queries import learning


@require_safe
def courses(request):
    """Every published course; `?domain=` narrows the list."""
    shown = learning.shown_courses(request.GET.get("domain", ""))
    return render(request, "literacy/courses.html", {"courses": shown})


@require_safe
def course(request, slug):
    """What the course is, its lessons, and the one button that begins or goes on."""
    version = version_or_404(request, slug)
    return render(request, "literacy/course.html", {"face": learning.course_face(version, request.user)})


@require_GET
def lesson(request, slug, lesson_slug):
    """One screen of a lesson. Opening it keeps the place of whoever is signed in."""
    found = lesson_or_404(request, slug, lesson_slug)
    screen = learning.screen_of(found, number_of(request), request.user)
    if request.user.is_authenticated:
        actions.open_lesson(lesson=found, citizen=request.user, screen=screen.number)
    return render(request, "literacy/lesson.html", context_of(request, screen))


@login_required
@require_POST
def answer(request, slug, lesson_slug):
    """Keep an answer to a check and show the screen with what would happen next."""
    found = lesson_or_404(request, slug, lesson_slug)
    block = get_object_or_404(Block, lesson=found, pk=as_number(request.POST.get("block")), kind=Block.Kind.CHECK)
    option = block.options.filter(position=as_number(request.POST.get("answer"))).first()
    back = f"{reverse('literacy:lesson', args=[slug, lesson_slug])}?screen={as_number(request.POST.get('screen'), 1)}"
    if option is None:
        return redirect(f"{back}&unanswered=1")
    actions.answer_check(block=block, option=option, citizen=request.user)
    return redirect(f"{back}&answer={option.position}")


@login_required
@require_POST
def finish(request, slug, lesson_slug):
    """The lesson is done: on to the next one, or back to the course."""
    found = lesson_or_404(request, slug, lesson_slug)
    actions.finish_lesson(lesson=found, citizen=request.user)
    following = found.version.lessons.filter(position__gt=found.position).first()
    return redirect("literacy:lesson", slug, following.slug) if following else redirect("literacy:course", slug)


def version_or_404(request, slug):
    """The edition of the course that this person reads."""
    version = learning.edition_for(get_object_or_404(Course, slug=slug), request.user)
    if version is None:
        raise Http404
    return version


def lesson_or_404(request, slug, lesson_slug):
    """The lesson in that edition."""
    found = learning.lesson_of(version_or_404(request, slug), lesson_slug)
    if found is None:
        raise Http404
    return found


def context_of(request, screen):
    """What the lesson page shows: the chosen answer and the recording that was asked for, if any."""
    voice = request.GET.get("voice", "")
    recordings = [recording for block in screen.blocks for recording in block.recordings.all()]
    spoken = dict(User.SpokenLanguage.choices)
    return {
        "screen": screen,
        "chosen": as_number(request.GET.get("answer")),
        "unanswered": "unanswered" in request.GET,
        "voices": sorted({(one.spoken_language, spoken[one.spoken_language]) for one in recordings}),
        "voice": voice or getattr(request.user, "spoken_language", ""),
        "recording": next((one for one in recordings if one.spoken_language == voice), None),
    }


def number_of(request):
    """The screen that the address asks for."""
    return as_number(request.GET.get("screen"), 1)


def as_number(text, otherwise=0):
    """A small whole number from an address or a form; `otherwise` for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else otherwise
