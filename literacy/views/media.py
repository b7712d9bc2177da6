"""Recordings and films: of lessons for everyone, of examination items for whoever has them on their paper now."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intelligent_bhutan.ranges import piecewise
from literacy.models import Attempt, Sitting
from literacy.queries import assessing, media

A_YEAR = 365 * 24 * 3600


@require_safe
def lesson_file(request, name):
    """A file of a lesson. Its name is drawn by chance and never used again, so a phone may keep it."""
    drafts = request.user.is_authenticated and request.user.has_perm("literacy.edit_courses")
    file = media.lesson_file(name, drafts=drafts)
    response = sent(request, file)
    if response.status_code == 416:
        response["Cache-Control"] = "no-store"
        return response
    patch_cache_control(response, **({"private": True} if drafts else {"public": True}), max_age=A_YEAR, immutable=True)
    return response


@never_cache
@login_required
@require_safe
def exam_voice(request, public_id, number, part):
    """What a question on my paper says, in the language I speak; only while I sit it."""
    attempts = Attempt.objects.visible_to(request.user).filter(submitted_at=None).select_related("candidate__sitting")
    attempt = get_object_or_404(attempts, public_id=public_id)
    over = timezone.now() > assessing.deadline_of(attempt) or attempt.candidate.sitting.state != Sitting.State.OPEN
    if over or not 1 <= number <= len(attempt.paper):
        raise Http404
    voice = media.voice_of(attempt.paper[number - 1], part, request.user.spoken_language)
    return sent(request, voice and voice.file)


def sent(request, file):
    """The file, or 404 where there is none."""
    if not file or not file.storage.exists(file.name):
        raise Http404
    return piecewise(request, file)
