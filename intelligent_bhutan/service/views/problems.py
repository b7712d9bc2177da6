"""Saying that something is wrong on a page, and answering that."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intelligent_bhutan import refusals
from intelligent_bhutan.people.origins import line_of
from intelligent_bhutan.service import actions
from intelligent_bhutan.service.forms import AnswerForm, ProblemForm
from intelligent_bhutan.service.models import Problem

PAGE = 25
answers = permission_required("service.answer_problems", raise_exception=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request):
    """The form; once sent, the page of the problem."""
    known = request.user if request.user.is_authenticated else None
    form = ProblemForm(request.POST or None, page=request.GET.get("page", ""), is_known=known is not None)
    if request.method == "POST" and form.is_valid():
        origin = line_of(request)
        try:
            return redirect(actions.report(**form.cleaned_data, language=get_language(), origin=origin, by=known))
        except ValidationError as refusal:
            refusals.say(form, refusal)
    return render(request, "service/report.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def problem(request, public_id):
    """What was told and answered, for whoever has the address."""
    return render(request, "service/problem.html", {"problem": get_object_or_404(Problem, public_id=public_id)})


@never_cache
@login_required
@answers
@require_safe
def problems(request):
    """What waits, the longest first; or what was answered, the latest first."""
    is_answered = request.GET.get("state") == "answered"
    found = Problem.objects.answered().order_by("-answered_at") if is_answered else Problem.objects.waiting()
    found = found if is_answered else found.order_by("reported_at")
    page = Paginator(found.select_related("reported_by", "answered_by"), PAGE).get_page(request.GET.get("page"))
    return render(request, "service/problems.html", {"page": page, "is_answered": is_answered})


@never_cache
@login_required
@answers
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, public_id):
    """One problem, and its answer."""
    held = get_object_or_404(Problem.objects.select_related("reported_by", "answered_by"), public_id=public_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(problem=held, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as refusal:
            refusals.say(form, refusal)
        else:
            messages.success(request, _("Your answer is sent."))
            return redirect("service:problems")
    return render(request, "service/answer.html", {"problem": held, "form": form}, status=422 if form.errors else 200)
