"""Anybody's pages about seats: finding a sitting, booking, moving, giving back."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intelligent_bhutan import public_ids
from intelligent_bhutan.people.rules import is_coordinator
from intelligent_bhutan.places.models import Dzongkhag
from intelligent_bhutan.templatetags.dzongkha import digits
from literacy.actions import booking as actions
from literacy.calendar_files import Event, calendar
from literacy.models import Candidate, Domain, Sitting
from literacy.queries import booking as queries
from literacy.queries import obstacles

PAGE = 10


@never_cache
@require_safe
def find(request):
    """Coming sittings, the nearest first; anybody may look, whoever is signed in may book."""
    person, months = request.user, queries.months_ahead()
    left, wanted = queries.domains_left(person), queries.Wanted.asked(request.GET, months)
    place = person if person.is_authenticated else None
    context = {
        "page": Paginator(wanted.among(queries.near(place), left), PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "left": left,
        "domains": Domain.objects.filter(sittings__isnull=False).distinct(),
        "dzongkhags": Dzongkhag.objects.all(),
        "months": months,
        "moving": moving(request),
        "asks": is_coordinator(person),
    }
    if person.is_authenticated:
        mine = queries.ahead_of(person)
        context |= {"mine": mine, "booked": {one.sitting_id for one in mine}, "hindered": obstacles.of_habit(person)}
    return render(request, "literacy/find_sittings.html", context)


def moving(request):
    """The person's own place that another sitting is looked for, or None."""
    mine = Candidate.objects.ahead().visible_to(request.user).select_related("sitting__centre")
    return mine.filter(public_id=public_ids.read(request.GET.get("moving", ""))).first()


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def book(request, public_id):
    """One sitting, its date and what to bring; then the seat is booked."""
    sitting = coming_or_404(public_id)
    if there := queries.place_in(sitting, request.user):
        messages.info(request, _("You have this seat already."))
        return redirect(there)
    if request.method == "POST":
        return taken(request, sitting, lambda: actions.book(sitting=sitting, citizen=request.user, by=request.user))
    return offered(request, sitting, hindered=obstacles.of_self_booking(request.user, sitting))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, public_id, sitting_id):
    """Another sitting instead of the one that is booked."""
    leaving = own_or_404(request, public_id)
    sitting = coming_or_404(sitting_id)
    if request.method == "POST":
        return taken(request, sitting, lambda: actions.move(candidate=leaving, to=sitting, by=request.user))
    if not leaving.can_be_changed:
        return redirect(leaving)
    hindered = obstacles.of_self_booking(request.user, sitting, leaving=leaving)
    return offered(request, sitting, leaving=leaving, hindered=hindered)


def taken(request, sitting, act):
    """Do it and show the seat, or say beside the sitting why it cannot be."""
    try:
        return redirect(act())
    except ValidationError as refusal:
        return offered(request, coming_or_404(sitting.public_id), status=422, refusal=refusal.messages)


def offered(request, sitting, status=200, **more):
    """The page that asks whether to take a seat in the sitting; other dates where it is not to be had."""
    full = sitting.free < 1
    refused = full or more.get("hindered") or more.get("refusal")
    others = queries.next_for(request.user, list(sitting.domains.all())) if refused else []
    coming = [one for one in others if one.pk != sitting.pk]
    return render(
        request, "literacy/book.html", {"sitting": sitting, "full": full, "coming": coming} | more, status=status
    )


@never_cache
@login_required
@require_safe
def booking(request, public_id):
    """My seat: when and where, what to bring, and how to move it or give it back."""
    place = own_or_404(request, public_id)
    context = {"place": place, "sitting": place.sitting}
    if place.state == Candidate.State.CANCELLED:
        context["coming"] = queries.next_for(request.user, queries.domains_left(request.user))
    return render(request, "literacy/booking.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request, public_id):
    """Asked once more, then the seat is free for others."""
    place = own_or_404(request, public_id)
    refusal = []
    if request.method == "POST":
        try:
            return redirect(actions.give_back(candidate=place, by=request.user))
        except ValidationError as refused:
            refusal = refused.messages
    elif not place.can_be_changed:
        return redirect(place)
    context = {"place": place, "sitting": place.sitting, "refusal": refusal}
    return render(request, "literacy/give_back.html", context, status=422 if refusal else 200)


@never_cache
@login_required
@require_safe
def calendar_file(request, public_id):
    """My seat as a file for the calendar on a phone; fetched again, it takes the place of what the calendar had."""
    place, now = own_or_404(request, public_id), timezone.now()
    sitting, first = place.sitting, queries.first_place(place)
    event = Event(
        uid=f"{first.public_id}@{request.get_host().partition(':')[0]}",
        title=_("Examination, seat %(seat)s") % {"seat": digits(place.seat)},
        place=f"{sitting.centre.name}, {sitting.centre.gewog.name}, {sitting.centre.gewog.dzongkhag.name}",
        text=_("Bring your identity card. Without a card, bring two people who know you."),
        url=f"{settings.PUBLIC_URL}{place.get_absolute_url()}",
        starts_at=sitting.starts_at,
        ends_at=sitting.ends_at,
        written_at=now,
        sequence=(now - first.booked_at) // timedelta(seconds=1),
    )
    named = {"Content-Disposition": 'attachment; filename="examination.ics"'}
    return HttpResponse(calendar(event), content_type="text/calendar; charset=utf-8", headers=named)


def coming_or_404(public_id):
    """A planned sitting that is open to everyone, with its free seats, whether or not booking is closed by now."""
    found = Sitting.objects.ahead().filter(is_public=True).with_free_seats().prefetch_related("domains")
    return get_object_or_404(found.select_related("centre__gewog__dzongkhag", "standard"), public_id=public_id)


def own_or_404(request, public_id):
    """The person's own place."""
    mine = Candidate.objects.visible_to(request.user).select_related("citizen", "sitting__centre__gewog__dzongkhag")
    return get_object_or_404(mine, public_id=public_id)
