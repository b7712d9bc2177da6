"""Where people are examined: the list, what is near, one centre. For everyone, without an account."""

from datetime import timedelta
from math import isfinite

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from intelligent_bhutan.caching import shared
from intelligent_bhutan.days import end_of
from intelligent_bhutan.downloads import csv_file
from intelligent_bhutan.drawings import tile_map
from intelligent_bhutan.people.middleware import PERMISSIONS
from intelligent_bhutan.templatetags.dzongkha import digits
from literacy.models import Centre
from literacy.queries import booking
from literacy.queries import centres as queries

PAGE = 24
LONGEST_NAME = 80
SHADES = (2, 4, 8, 16)  # centres in a dzongkhag
MAY_ASK_WHERE = PERMISSIONS.replace("geolocation=()", "geolocation=(self)")


@require_safe
@shared("dzongkhag", "page")
def centres(request):
    """Every centre by dzongkhag, or those of one; officers may look at the closed ones."""
    founds = request.user.has_perm("literacy.found_centres")
    closed = founds and request.GET.get("show") == "closed"
    counts = queries.by_dzongkhag()
    chosen = next((place for place, _ in counts if place.code == request.GET.get("dzongkhag")), None)
    found = queries.listed(chosen.code if chosen else "", closed=closed)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "tiles": tiles(counts, chosen),
        "legend": [digits(words) for words in ("1", "2–3", "4–7", "8–15", "16+")],
        "chosen": chosen,
        "closed": closed,
        "founds": founds,
        "kept": Centre.objects.kept_by(request.user).order_by("name")[:PAGE],
    }
    return render(request, "literacy/centres.html", context)


def tiles(counts, chosen):
    """The dzongkhags with the number of their centres, each leading to its list."""
    here = reverse("literacy:centres")
    figures = {
        place.code: tile_map.Figure(
            str(place), many or None, str(digits(many)), f"{here}?dzongkhag={place.code}" if many else ""
        )
        for place, many in counts
    }
    return tile_map.draw(figures, thresholds=SHADES, chosen=chosen.code if chosen else "")


@csrf_exempt  # it changes nothing, and a page that is the same for all carries no token
@require_http_methods(["GET", "HEAD", "POST"])
@shared("gewog", "dzongkhag")
def near(request):
    """The nearest centres. A place comes in the address; what a device tells comes by POST, so that no log has it."""
    if place := request.GET.get("place", "").strip()[:LONGEST_NAME]:
        found = queries.named(place)
        if found.where:
            return redirect(near_address(found.where))
        return near_page(request, None, place=place, suggestions=found.suggestions)
    where = told(request.POST) if request.method == "POST" else asked(request)
    return near_page(request, where, is_lost=request.method == "POST" and where is None)


def near_address(where):
    """The page of what is near a place."""
    place = f"gewog={where.gewog.code}" if where.gewog else f"dzongkhag={where.dzongkhag.code}"
    return f"{reverse('literacy:centres_near')}?{place}"


def asked(request):
    """Where the address says that the person is, else where they are registered, or None."""
    if code := request.GET.get("gewog"):
        where = queries.of_gewog(code)
    elif code := request.GET.get("dzongkhag"):
        where = queries.of_dzongkhag(code)
    else:
        return queries.of_person(request.user)
    if where is None:
        raise Http404
    return where


def told(data):
    """Where the person's device says that it is, to about a kilometre; None for what is no position."""
    try:
        latitude, longitude = (round(float(data.get(name, "")), 2) for name in ("latitude", "longitude"))
    except (ValueError, OverflowError):
        return None
    on_earth = isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180
    return queries.Whereabouts(told=(latitude, longitude)) if on_earth else None


def near_page(request, where, **more):
    """The page; the only one on which the browser may tell where the person is."""
    context = {"where": where, "nearest": queries.near(where) if where else [], **more}
    response = render(request, "literacy/centres_near.html", context)
    response["Permissions-Policy"] = MAY_ASK_WHERE
    if request.method == "POST":
        response["Cache-Control"] = "no-store, private"
    return response


@require_safe
@shared()
def centre(request, public_id):
    """All that is known of a centre, and whether it is open at this moment by Thimphu's clock."""
    held = get_object_or_404(
        Centre.objects.select_related("gewog__dzongkhag", "organisation").prefetch_related("hours"), public_id=public_id
    )
    now = timezone.localtime()
    hours, coming = held.now(now), booking.coming_at(held, at=now)
    context = {
        "centre": held,
        "hours": hours,
        "today": now.date(),
        "tomorrow": now.date() + timedelta(days=1),
        "week": queries.week_of(held),
        "coming": coming,
        "edits": request.user.has_perm("literacy.edit_centre", held),
        "founds": request.user.has_perm("literacy.found_centres"),
    }
    response = render(request, "literacy/centre.html", context)
    response.true_for = true_for(hours, now)
    return response


def true_for(hours, now):
    """For how many seconds what the page says of today stays true: until the hours or the day change."""
    midnight = end_of(now.date())
    return (min(hours.until or midnight, midnight) - now).total_seconds()


CSV_HEADINGS = (
    "id", "name", "name_dz", "dzongkhag", "gewog", "address", "latitude", "longitude", "opening_hours", "seats",
    "devices", "link", "step_free", "languages", "admission", "phone", "email",
)  # fmt: skip


@require_safe
def centres_csv(request):
    """Every working centre as open data, by the same words in both languages."""
    return csv_file([CSV_HEADINGS, *map(csv_row, queries.listed().prefetch_related("hours"))], "centres")


def csv_row(centre):
    """One centre as a line of the file."""
    return (
        str(centre.public_id), centre.name_en, centre.name_dz or "", centre.gewog.dzongkhag.name_en,
        centre.gewog.name_en, centre.address_en or "", centre.latitude or "", centre.longitude or "",
        "; ".join(f"{span.weekday + 1} {span.opens:%H:%M}-{span.closes:%H:%M}" for span in centre.hours.all()),
        centre.seats, "" if centre.devices is None else centre.devices, centre.link, centre.step_free,
        " ".join(centre.languages), centre.admission, centre.phone, centre.email,
    )  # fmt: skip
