"""All that waits for a second person, whatever it is about."""

from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intelligent_bhutan.people.queries.waiting import queues_of


@never_cache
@login_required
@permission_required("people.decide_appointments", raise_exception=True)
@require_safe
def waiting(request):
    """How many of each kind this person may decide now, and the way there."""
    return render(request, "people/waiting.html", {"queues": queues_of(request.user)})
