"""The portal's figures against the ledger's, and what must hold whatever happened."""

from collections import Counter, defaultdict
from itertools import pairwise

from django.core import mail
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.audit.queries import prove
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.notices.models import Delivery, Notice
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.models import Erasure, Membership, User
from intelligent_bhutan.targets.models import Release
from literacy import indicators
from literacy.actions import counting
from literacy.models import Attendance, Candidate, Metric, Proficiency, ReconciliationAlarm, StandingDelta
from tests.story.rooms import LENGTH

FEWEST = 5  # people in a cell that is published
DIMENSIONS = ("gewog", "audience", "gender")


def compare(month):
    """Everything; the first thing that differs fails."""
    for look in (counts, registers, protocols, certificates, told, attendance, release, machinery, staff):
        look(month)


def counts(month):
    """Each metric by gewog, group and gender, before and after the last deltas are folded; nothing to reconcile."""
    for _before_and_after in range(2):
        for metric in Metric.values:
            for dimension in DIMENSIONS:
                portal = dict(indicators.counts_by(dimension, metric))
                assert (metric, dimension, portal) == (metric, dimension, month.ledger.tally(metric, dimension))
        counting.fold_all()
    assert not StandingDelta.objects.exists()
    assert dict(indicators.funnel()) == {metric: len(month.ledger.counted(metric)) for metric in Metric.values}
    by_day = Counter(line.proficient_on for line in month.ledger.counted("proficient"))
    first, last = month.at(1, 7).date(), month.today
    assert indicators.proficient_days(since=first, until=last) == sorted(by_day.items())
    assert counting.reconcile() == []
    assert not ReconciliationAlarm.objects.exists()


def registers(month):
    """Who had which seat, and what came of it; nobody in two places at once."""
    keys = {person.user.pk: key for key, person in month.people.items()}
    held = defaultdict(list)
    for number, room in month.ledger.rooms.items():
        found = Candidate.objects.filter(sitting=month.sittings[number]).values_list("citizen", "seat", "state")
        portal = sorted((keys[citizen], seat, state) for citizen, seat, state in found)
        assert (number, portal) == (number, sorted((one.person, one.seat, one.state) for one in room.places))
        used = [place.seat for place in room.of("admitted")]
        assert len(set(used)) == len(used) <= room.seats
        for place in room.of("admitted"):
            held[place.person].append(room.starts_at)
    for times in held.values():
        times.sort()
        assert all(later - earlier >= LENGTH for earlier, later in pairwise(times))


def protocols(month):
    """What was signed is what happened, and each sitting ended as it had to."""
    for number, room in month.ledger.rooms.items():
        sitting = month.sittings[number]
        sitting.refresh_from_db()
        assert (number, sitting.state, sitting.protocol) == (number, room.state, month.ledger.protocols.get(number))
    for signed in month.ledger.protocols.values():
        assert signed["registered"] == signed["admitted"] + signed["refused"] + signed["absent"]
        assert signed["attempts"] == signed["submitted"] >= signed["passed"]


def certificates(month):
    """Serial numbers without gaps; the certificates of each person, and one that holds for whoever is proficient."""
    serials = sorted(Award.objects.exclude(serial_number=None).values_list("serial_number", flat=True))
    assert serials == [*range(1, month.ledger.issued + 1)]
    portal = defaultdict(list)
    for citizen, reason in Award.objects.order_by("pk").values_list("citizen", "revoked_reason"):
        portal[citizen].append("live" if not reason else "replaced" if reason == Award.Reason.REPLACED else "revoked")
    ledger = {month.people[key].user.pk: line.certificates for key, line in month.ledger.lines.items()}
    assert portal == {citizen: states for citizen, states in ledger.items() if states}
    counted = {month.people[key].user.pk for key, line in month.ledger.lines.items() if line.proficient_on}
    held = Proficiency.objects.filter(revoked_at=None, held_for_review=False)
    assert sorted(held.values_list("citizen", flat=True)) == sorted(counted)
    assert sorted(Award.objects.live().issued().values_list("citizen", flat=True)) == sorted(counted)
    assert all(one.award.revoked_at is None for one in held.select_related("award"))
    printed = Award.objects.exclude(pdf_sha256="")
    assert printed.count() == month.printed or month.ledger.lines[month.erased.key].certificates


def told(month):
    """Each person has exactly the notices that the ledger names; each went out once to whoever has an address."""
    everybody = [*month.people.values(), *month.staff]
    keys = {person.user.pk: person.key for person in everybody}
    portal = Counter((keys[person], kind) for person, kind in Notice.objects.values_list("person", "kind"))
    assert portal - month.ledger.told == Counter()
    assert month.ledger.told - portal == Counter()
    said = Notice.objects.exclude(once=None).values_list("person", "kind", "once")
    assert len(said) == len(set(said))
    sent = Counter(address for letter in mail.outbox for address in letter.to)
    sent.pop(month.addresses.get(month.erased.key), None)  # what they were told is not known any more
    due = Counter({address: sum(month.ledger.told[one] for one in of(month, key)) for key, address in mailed(month)})
    assert sent == +due
    assert not Delivery.objects.filter(state__in=[Delivery.State.WAITING, Delivery.State.FAILED]).exists()


def of(month, key):
    """What the ledger says that the person was told."""
    return [(person, kind) for person, kind in month.ledger.told if person == key]


def mailed(month):
    """Who has an address, but for whoever was erased."""
    return [(key, address) for key, address in month.addresses.items() if key != month.erased.key]


def attendance(month):
    """Who came to which session."""
    people = {person.user.pk: key for key, person in month.people.items()}
    numbers = {session.pk: (number, day) for (number, day), session in month.sessions.items()}
    found = Attendance.objects.values_list("session", "enrolment__citizen", "state")
    portal = {(*numbers[session], people[citizen]): state for session, citizen, state in found}
    assert portal == month.ledger.attendance


def release(month):
    """A release each day; the last one says what the ledger says, but for small cells and what would give them away."""
    releases = list(Release.objects.order_by("number"))
    assert [one.number for one in releases] == [*range(1, len(releases) + 1)]
    assert [one.day.day for one in releases] == [*range(2, len(releases) + 2)]
    figures = releases[-1].figures
    people = month.ledger.counted("proficient")
    assert figures["total"] == len(people)
    assert published(figures["by_dzongkhag"]) in ({month.gewogs[0].dzongkhag.code: len(people)}, {})
    for dimension in ("audience", "gender"):
        cells = month.ledger.tally("proficient", dimension)
        shown = published(figures[f"by_{dimension}"])
        assert shown == {key: cells[key] for key in shown}
        assert min(shown.values(), default=FEWEST) >= FEWEST
        assert sum(key not in shown for key in figures[f"by_{dimension}"]) != 1 or not people


def published(cells):
    """The cells that are shown and not empty."""
    return {key: n for key, n in cells.items() if n}


def machinery(month):
    """Nothing was given up and nothing is late; the record is whole."""
    assert list(Message.objects.dead().values_list("kind", "error")) == []
    late = Message.objects.due(timezone.now()).exclude(kind="certificates.print")
    assert list(late.values_list("kind", "error")) == []
    verdict = prove()
    assert (verdict.broken, verdict.proven) == ("", Entry.objects.count())
    assert Erasure.objects.get().state == Erasure.State.DONE
    assert User.objects.get(pk=month.erased.user.pk).full_name == "–"


def staff(month):
    """Whoever was to have a role has it, by two people where the rules say so, and nobody else has one."""
    roles = Counter(Membership.objects.current().values_list("role", flat=True))
    assert roles == {
        "operator": 2,
        "programme_officer": 3,
        "editor": 1,
        "invigilator": month.invigilators_needed,
        "coordinator": month.size.centres,
        "trainer": month.size.centres,
    }
    by_two = Membership.objects.filter(role__in=["programme_officer", "invigilator"])
    assert all(
        one.appointment.decided_by not in (None, one.appointment.proposed_by)
        for one in by_two.select_related("appointment__decided_by", "appointment__proposed_by")
    )
