"""What actions tell people of their places in sittings; each runs in the transaction of its action."""

from intelligent_bhutan import notices
from intelligent_bhutan.notices.kinds import both
from literacy.models import Candidate
from literacy.notices import examining as kinds
from literacy.queries import obstacles

Came = Candidate.State


def place_facts(sitting):
    """Where and when, as notices keep it."""
    return {"centre": both(sitting.centre, "name"), "start": sitting.starts_at, "sitting": sitting.public_id}


def of_place(candidate, kind, *, once=None, **more):
    """Tell the person something of their place."""
    facts = place_facts(candidate.sitting) | {"booking": candidate.public_id, "seat": candidate.seat} | more
    return notices.tell(person=candidate.citizen, kind=kind, once=once, **facts)


def of_places(candidates, kind, *, once=lambda candidate: None, **more):
    """Tell several people the same of theirs."""
    for candidate in candidates:
        of_place(candidate, kind, once=once(candidate), **more)


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
    """Tell everyone of a signed sitting how it went; `proficient` are the ids of those whose certificate comes now."""
    admitted = people_of(sitting, Came.ADMITTED)
    records = obstacles.records_of([one.citizen_id for one in admitted], sitting.standard_id)
    examined = set(sitting.domains.values_list("pk", flat=True))
    for candidate in admitted:
        has_all = examined <= records[candidate.citizen_id].passed
        kind = kinds.RESULTS_PASSED if has_all else kinds.RESULTS_NOT_YET
        if candidate.citizen_id in proficient:
            kind = kinds.PROFICIENT
        of_place(candidate, kind, once=str(candidate.public_id))
    of_places(people_of(sitting, Came.ABSENT), kinds.SITTING_MISSED, once=lambda one: str(one.public_id))
