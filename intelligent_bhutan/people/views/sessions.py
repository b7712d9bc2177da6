"""Where a person is signed in."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from intelligent_bhutan.people.actions import sessions
from intelligent_bhutan.people.devices import device_of
from intelligent_bhutan.people.rules import is_staff_member

DEVICES = {
    "android": gettext_lazy("Android phone"),
    "iphone": gettext_lazy("iPhone"),
    "tablet": gettext_lazy("Tablet"),
    "windows": gettext_lazy("Windows computer"),
    "mac": gettext_lazy("Mac"),
    "chromebook": gettext_lazy("Chromebook"),
    "linux": gettext_lazy("Linux computer"),
    "": gettext_lazy("Another device"),
}


@never_cache
@login_required
@require_safe
def mine(request):
    """Each device in words, this one first; the address only for staff, of whom alone it is kept."""
    alive = UserSession.objects.purge_and_list(request.user)
    staff, here = is_staff_member(request.user), request.session.session_key
    rows = [row_of(held, here=held.session_key == here, staff=staff) for held in alive]
    rows.sort(key=lambda row: (not row["here"], -row["seen"].timestamp()))
    return render(request, "people/sessions.html", {"rows": rows})


def row_of(held, *, here, staff):
    """A session as the page shows it."""
    kind, browser = device_of(held.user_agent)
    words = ", ".join(filter(None, [str(DEVICES[kind]), browser]))
    address = held.ip if staff and held.ip != sessions.NOWHERE else ""
    name = sessions.name_of(held)
    return {
        "here": here, "words": words, "since": held.created_at, "seen": held.last_seen_at, "ip": address, "name": name,
    }  # fmt: skip


@login_required
@require_POST
def end(request):
    """End one, by its name, or all the others."""
    if name := request.POST.get("name"):
        sessions.end(person=request.user, name=name, by=request.user)
    else:
        sessions.end_others(person=request.user, but=request.session.session_key, by=request.user)
    messages.success(request, _("That device is signed out.") if name else _("All other devices are signed out."))
    return redirect("my_sessions")
