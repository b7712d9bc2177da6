"""Publishing the public figures."""

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from intelligent_bhutan import audit, sealing
from intelligent_bhutan.people.models import User
from intelligent_bhutan.places.models import Dzongkhag
from intelligent_bhutan.targets.models import Release
from intelligent_bhutan.targets.queries import latest_release
from intelligent_bhutan.targets.suppression import suppress
from literacy import indicators
from literacy.models import AgeBand, Metric

RELEASE_LOCK = 20_291_231  # the day the target is due; any fixed number would do
UNKNOWN = "unknown"


@transaction.atomic
def publish_release(*, day=None, by=None):
    """Freeze the public figures of the day: a number, the national total, and cells with small ones withheld.

    Once a Thimphu day: a second call, or one at the same time, returns the release that is there. Everything is read in
    one statement, so each dimension adds up to the total.
    """
    day = day or timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [RELEASE_LOCK])
    if published := Release.objects.filter(day=day).first():
        return published
    last = latest_release()
    release = Release.objects.create(
        number=last.number + 1 if last else 1,
        day=day,
        figures=figures(last.figures if last else {}),
        is_demonstration=settings.DEMONSTRATION,
    )
    audit.record("release:published", subject=release, by=by)
    return release


def figures(before):
    """What is published: the total, and each dimension with small cells withheld; `before` are the last figures."""
    cells = indicators.cells()
    parts = {dimension: counts(cells, dimension) for dimension in ("dzongkhag", "audience", "gender", "age_band")}
    return {"total": cells.totals[Metric.PROFICIENT]} | {
        f"by_{dimension}": suppress(found, before=withheld(before, f"by_{dimension}"), order=secret_order)
        for dimension, found in parts.items()
    }


def counts(cells, dimension):
    """Proficient people in each cell of a dimension, zeros included; the unknown place only where somebody is in it."""
    found = cells.of(dimension)
    if dimension == "dzongkhag":
        codes = dict(Dzongkhag.objects.values_list("pk", "code"))
        unknown = {UNKNOWN: found[None]} if None in found else {}
        return {code: found.get(pk, 0) for pk, code in codes.items()} | unknown
    keys = {"audience": User.Audience, "gender": User.Gender, "age_band": AgeBand}[dimension].values
    return {key: found.get(key, 0) for key in keys}


def withheld(before, dimension):
    """The cells that the last release withheld."""
    return {key for key, n in before.get(dimension, {}).items() if n is None}


def secret_order(key):
    """An order of cells that nobody outside can know."""
    return sealing.digest("suppression", key, settings.SECRET_KEY)
