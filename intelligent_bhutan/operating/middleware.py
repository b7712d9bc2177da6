"""Closed for maintenance, or too busy: a kind page and when to come back, and examinations served as long as can be."""

from random import randint

from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone

from intelligent_bhutan.operating import load, maintenance

MACHINES = {"health", "alive", "metrics"}  # they must see the portal as it is
ANSWERING = {"literacy:save_answer", "literacy:hand_in"}
EXAMINING = ANSWERING | {
    "literacy:exam", "literacy:begin", "literacy:attempt", "literacy:exam_voice", "literacy:sitting_results",
}  # fmt: skip
PAGES = {"closed": "operating/maintenance.html", "busy": "operating/busy.html"}
RETURN_IN = 120  # seconds, where nobody said when
MOST_FIELDS, LONGEST_FIELD = 60, 2_000  # of an answer that the page keeps for a phone without JavaScript


class ClosedForAWhile:
    """Stands before sessions and database: it answers when those are what is being worked on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with load.one_more():
            return self.get_response(request)

    def process_view(self, request, view, arguments, named):
        """The page instead of the view, where it must be."""
        name = request.resolver_match.view_name
        if name in MACHINES:
            return None
        closed = maintenance.state()
        if closed and (closed["answers_too"] or name not in EXAMINING):
            return come_back(request, "closed", seconds_until(closed["until"]), closed["until"])
        if name not in EXAMINING and load.is_too_much(request):
            return come_back(request, "busy", randint(15, 45))  # noqa: S311 so that not all come at once
        return None


def seconds_until(until):
    """How long, at least a little."""
    return max(10, int((until - timezone.now()).total_seconds())) if until else RETURN_IN


def come_back(request, why, seconds, until=None):
    """503 with the time to wait. An answer that was sent stands on the page, to be sent again."""
    if request.headers.get("Accept") == "application/json":
        page = JsonResponse({"retry": seconds}, status=503)
    else:
        page = render(request, PAGES[why], {"until": until, "kept": fields_sent(request)}, status=503)
    page.turned_away = why  # monitoring counts it apart from errors
    page["Retry-After"] = str(seconds)
    page["Cache-Control"] = "no-store"
    return page


def fields_sent(request):
    """The answer that was sent, for a phone without JavaScript; empty for all else."""
    if request.method != "POST" or request.resolver_match.view_name not in ANSWERING:
        return []
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    fits = len(fields) <= MOST_FIELDS and all(len(value) <= LONGEST_FIELD for _name, value in fields)
    return fields if fits else []
