"""What people are told of their places in sittings.

Of one place in the transaction of its action; of many by the outbox, which holds none of the action's locks.
"""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from intelligent_bhutan import notices, outbox
from intelligent_bhutan.notices.kinds import KINDS, both
from literacy.models import Candidate
from literacy.notices import examining as kinds
from literacy.queries import obstacles

Came = Candidate.State
TOLD_AT_ONCE = 200


def place_facts(sitting):
    """Where and when, as notices keep it."""
    return {"centre": both(sitting.centre, "name"), "start": sitting.starts_at, "sitting": sitting.public_id}


def of_place(candidate, kind, *, once=None, **facts):
    """Tell the person something of their place, with these facts of the sitting."""
    facts = (facts or place_facts(candidate.sitting)) | {"booking": candidate.public_id, "seat": candidate.seat}
    return notices.tell(person=candidate.citizen, kind=kind, once=once, **facts)


def of_places(candidates, kind, **more):
    """Promise that these people of one sitting are told the same of their places as they are now.

    Whose place, or whose sitting, became something else before their turn is left to the notice of that.
    """
    for first in range(0, len(candidates), TOLD_AT_ONCE):
        sitting = candidates[first].sitting
        outbox.post(
            "literacy.tell_places",
            what=kind.name,
            places={one.pk: one.state for one in candidates[first : first + TOLD_AT_ONCE]},
            sitting_is=[sitting.state, sitting.starts_at.isoformat()],
            facts=json.loads(json.dumps(place_facts(sitting) | more, cls=DjangoJSONEncoder)),
            at=timezone.now().isoformat(),
        )


@transaction.atomic
def tell_places(*, what, places, sitting_is, facts, at):
    """Keep such a promise, made at this moment; may run twice, since each is told once. No audit line: what is told of
    has its own."""
    state, starts_at = sitting_is
    still = Candidate.objects.filter(sitting__state=state, sitting__starts_at=parse_datetime(starts_at))
    for candidate in still.filter(pk__in=places).select_related("citizen").order_by("pk"):
        if candidate.state == places[str(candidate.pk)]:
            of_place(candidate, KINDS[what], once=f"{candidate.public_id} {at}", **facts)


def people_of(sitting, *states):
    """The places in these states, with their people and the sitting as it is now."""
    found = list(sitting.candidates.filter(state__in=states).select_related("citizen").order_by("pk"))
    for candidate in found:
        candidate.sitting = sitting
    return found


def of_work(person, kind, sitting):
    """Tell an invigilator of a sitting."""
    return notices.tell(person=person, kind=kind, **place_facts(sitting))


def of_results(sitting, proficient):
    """Promise that everyone of a signed sitting is told how it went; `proficient` are the ids of those whose
    certificate comes now."""
    admitted = people_of(sitting, Came.ADMITTED)
    records = obstacles.records_of([one.citizen_id for one in admitted], sitting.standard_id)
    examined = set(sitting.domains.values_list("pk", flat=True))
    certified, passed, not_yet = [], [], []
    for candidate in admitted:
        has_all = examined <= records[candidate.citizen_id].passed
        told = certified if candidate.citizen_id in proficient else passed if has_all else not_yet
        told.append(candidate)
    of_places(certified, kinds.PROFICIENT)
    of_places(passed, kinds.RESULTS_PASSED)
    of_places(not_yet, kinds.RESULTS_NOT_YET)
    of_places(people_of(sitting, Came.ABSENT), kinds.SITTING_MISSED)
