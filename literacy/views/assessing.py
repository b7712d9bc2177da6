"""The candidate's pages: what may be sat, the paper, the result. Everything works without JavaScript."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from literacy import responses
from literacy.actions import assessing as actions
from literacy.models import Attempt, Candidate, Domain, Sitting
from literacy.queries import assessing as queries
from literacy.queries import booking
from literacy.queries import results as outcomes

SAT = 5  # the latest sittings on the examination page


@never_cache
@login_required
@require_safe
def exam(request):
    """What I may sit now, and what I sat before."""
    return render(request, "literacy/exam.html", exam_of(request.user))


def exam_of(person):
    """What the examination page shows."""
    may = queries.may_sit(person)
    return {"open": may, "rests": not may and queries.rests(person), "sat": outcomes.sat_by(person)[:SAT]}


@login_required
@require_POST
def begin(request, candidate_id, domain):
    """Start the clock on a domain, or go on with what is open."""
    candidate = get_object_or_404(Candidate, public_id=candidate_id, citizen=request.user)
    domain = get_object_or_404(Domain, key=domain)
    try:
        return redirect(actions.open_attempt(candidate=candidate, domain=domain, by=request.user))
    except ValidationError as refusal:
        context = exam_of(request.user) | {"refusal": refusal.messages}
        return render(request, "literacy/exam.html", context, status=422)


@never_cache
@login_required
@require_safe
def attempt(request, public_id):
    """The paper while it goes on; the result afterwards, without any question on it."""
    held = own_or_404(request, public_id, "domain", "candidate__citizen", "candidate__sitting__standard")
    if held.submitted_at:
        results = outcomes.results_of(held.candidate)
        result = next(one for one in results if one.domain == held.domain)
        context = {"attempt": held, "result": result, "coming": next_dates(request.user, [result])}
        return render(request, "literacy/result.html", context)
    if held.candidate.sitting.state != Sitting.State.OPEN:
        return render(request, "literacy/interrupted.html", {"attempt": held})
    left = max(0, int((queries.deadline_of(held) - timezone.now()).total_seconds() // 60))
    questions = queries.questions(held, request.user.spoken_language)
    context = {"attempt": held, "questions": questions, "left": left, "of": len(questions)}
    context["sequence"] = str(queries.last_sequence(held))
    context["first_open"] = next((one.number for one in questions if not one.response), 1)
    return render(request, "literacy/attempt.html", context)


@never_cache
@login_required
@require_safe
def results(request, candidate_id):
    """My results in every domain of a sitting, without any question on it."""
    mine = Candidate.objects.filter(citizen=request.user)
    whole = mine.select_related("citizen", "sitting__standard", "sitting__centre")
    candidate = get_object_or_404(whole, public_id=candidate_id)
    results = outcomes.results_of(candidate)
    context = {"sitting": candidate.sitting, "results": results, "coming": next_dates(request.user, results)}
    return render(request, "literacy/results.html", context)


def next_dates(person, results):
    """The next sittings near the person in what they have not passed yet; none while nothing is decided."""
    left = [result.domain for result in results if result.state == "not_yet"]
    return booking.next_for(person, left) if left else []


@login_required
@require_POST
def save(request, public_id, number):
    """Keep one answer. A script is told how it went; a plain form goes on to the next question."""
    light = Attempt.objects.visible_to(request.user).only("public_id", "paper", "citizen")
    held = get_object_or_404(light, public_id=public_id)
    if not 1 <= number <= len(held.paper):
        return JsonResponse({"saved": False}, status=404)
    slot = held.paper[number - 1]
    sequence = request.POST.get("sequence", "")
    sequence = int(sequence) if sequence.isascii() and sequence.isdecimal() and len(sequence) < 18 else None
    try:
        response = responses.from_form(request.POST, slot)
        actions.save_answer(attempt=held, item=slot["item"], response=response, sequence=sequence, by=request.user)
    except ValidationError as refusal:
        return refused(request, held, refusal)
    if wants_json(request):
        return JsonResponse({"saved": True})
    return redirect(f"{reverse('literacy:attempt', args=[held.public_id])}#q{min(number + 1, len(held.paper))}")


@never_cache
@login_required
@require_POST
def hand_in(request, public_id):
    """The paper is done: asked once more, with the number of questions that have no answer, then for good."""
    held = own_or_404(request, public_id, "domain")
    if held.submitted_at is None and not request.POST.get("sure"):
        questions = queries.questions(held)
        blank = [one.number for one in questions if not one.is_answered]
        return render(request, "literacy/hand_in.html", {"attempt": held, "blank": blank, "of": len(questions)})
    return redirect(actions.submit(attempt=held, by=request.user))


def refused(request, held, refusal):
    """An answer that came too late, or while the sitting rests: then (423) it may be sent again."""
    if wants_json(request):
        status = 423 if isinstance(refusal, actions.Interrupted) else 409
        return JsonResponse({"saved": False, "why": " ".join(refusal.messages)}, status=status)
    messages.error(request, " ".join(refusal.messages))
    return redirect(held)


def own_or_404(request, public_id, *related):
    """The person's own attempt."""
    return get_object_or_404(Attempt.objects.visible_to(request.user).select_related(*related), public_id=public_id)


def wants_json(request):
    """Whether a script asked."""
    return request.headers.get("Accept", "").startswith("application/json")
