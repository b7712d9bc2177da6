"""What must come of the month, kept in plain Python beside the portal and without ever asking it.

The rules stand here a second time, in other words: who holds which seat, who is told what, what a pass, a void sitting
or a revocation means. Where portal and ledger differ, one of them is wrong.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

HOLDING = ("registered", "admitted")
SOONEST, LATEST = timedelta(hours=18), timedelta(hours=36)  # when a sitting is near enough to be reminded of


@dataclass
class Line:
    """One person: the cell they are counted in, and how far they have come."""

    gewog: int
    audience: str
    gender: str
    is_enrolled: bool = False
    has_completed: bool = False
    papers: Counter = field(default_factory=Counter)  # handed in, by sitting
    passes: dict = field(default_factory=dict)  # domain: the sitting in which it was passed, as signed
    failed_at: dict = field(default_factory=dict)  # (domain, sitting): when
    proficient_on: date | None = None
    certificates: list = field(default_factory=list)  # "live", "revoked" or "replaced", the oldest first


@dataclass
class Place:
    """One place on a register."""

    person: int
    seat: int
    state: str = "registered"
    reminded: bool = False


@dataclass
class Room:
    """One sitting."""

    centre: int
    starts_at: datetime
    seats: int
    domains: frozenset
    state: str = "planned"
    invigilator: object = None
    places: list = field(default_factory=list)
    results: dict = field(default_factory=dict)  # (person, domain): passed
    incidents: int = 0

    def free(self):
        """The seats that nobody holds, the lowest first."""
        held = {place.seat for place in self.places if place.state in HOLDING}
        return [seat for seat in range(1, self.seats + 1) if seat not in held]

    def of(self, *states):
        """The places in these states."""
        return [place for place in self.places if place.state in states]

    def place_of(self, person):
        """The person's place that was not given back, or None."""
        return next((one for one in self.places if one.person == person and one.state != "cancelled"), None)

    def protocol(self):
        """The counts that must be signed."""
        came = Counter(place.state for place in self.places if place.state != "cancelled")
        return {
            "registered": came.total(),
            "admitted": came["admitted"],
            "refused": came["refused"],
            "absent": came["absent"],
            "attempts": len(self.results),
            "submitted": len(self.results),
            "passed": sum(self.results.values()),
            "incidents": self.incidents,
        }


class Ledger:
    """The whole book."""

    def __init__(self, domains):
        self.domains = frozenset(domains)
        self.lines = {}  # by person
        self.rooms = {}  # by sitting
        self.told = Counter()  # (person, kind)
        self.attendance = {}  # (session, person): mark
        self.protocols = {}  # by sitting, as signed
        self.issued = 0  # serial numbers given out

    # --- telling ---
    def tell(self, kind, *people):
        """These people get one notice of the kind."""
        for person in people:
            self.told[person, kind] += 1

    # --- seats ---
    def seat(self, sitting, person, kind=None):
        """The person takes the lowest free seat."""
        room = self.rooms[sitting]
        place = Place(person, room.free()[0])
        room.places.append(place)
        if kind:
            self.tell(kind, person)
        return place

    def ahead(self, person):
        """The planned sittings in which the person has a seat."""
        places = {number: room.place_of(person) for number, room in self.rooms.items() if room.state == "planned"}
        return [number for number, place in places.items() if place and place.state == "registered"]

    def remind(self, at):
        """Whoever has a seat in a sitting that is near, once for each place."""
        for room in self.rooms.values():
            if room.state == "planned" and SOONEST <= room.starts_at - at < LATEST:
                for place in room.of("registered"):
                    if not place.reminded:
                        place.reminded = True
                        self.tell("literacy.sitting_reminder", place.person)

    def could_sit(self, person, sitting):
        """The domains that the person may sit there: not passed, and no failure on the day before or the same day."""
        room, line = self.rooms[sitting], self.lines[person]
        return [one for one in sorted(room.domains - set(line.passes)) if not self.must_wait(line, one, room)]

    def must_wait(self, line, domain, room):
        """Whether the pause after a failure, a day, is not over when the sitting begins; void sittings do not count."""
        failed = [
            at for (one, where), at in line.failed_at.items() if one == domain and self.rooms[where].state != "voided"
        ]
        return any(at + timedelta(days=1) > room.starts_at for at in failed)

    def missed(self, person):
        """How many seats the person left empty."""
        return sum(place.person == person for room in self.rooms.values() for place in room.of("absent"))

    # --- results ---
    def hand_in(self, sitting, person, domain, passed, at):
        """A paper is handed in, with what must come of it."""
        room, line = self.rooms[sitting], self.lines[person]
        room.results[person, domain] = passed
        line.papers[sitting] += 1
        if not passed:
            line.failed_at[domain, sitting] = at

    def sign(self, sitting, day):
        """The protocol is signed: passes count, the last one makes proficient, and everyone hears how it went."""
        room = self.rooms[sitting]
        room.state, self.protocols[sitting] = "signed", room.protocol()
        for (person, domain), passed in room.results.items():
            if passed:
                self.lines[person].passes[domain] = sitting
        for place in room.of("admitted"):
            line = self.lines[place.person]
            if self.domains <= set(line.passes) and line.proficient_on is None:
                line.proficient_on = day
                self.issue(place.person)
                self.tell("literacy.proficient", place.person)
            else:
                has_all = room.domains <= set(line.passes)
                self.tell("literacy.results_passed" if has_all else "literacy.results_not_yet", place.person)
        self.tell("literacy.sitting_missed", *(place.person for place in room.of("absent")))

    def issue(self, person):
        """A certificate with the next serial number."""
        self.issued += 1
        self.lines[person].certificates.append("live")
        self.tell("certificates.issued", person)

    def revoke(self, person):
        """The certificate does not hold any more, and neither does the proficiency."""
        line = self.lines[person]
        line.certificates[-1], line.proficient_on = "revoked", None
        self.tell("certificates.revoked", person)

    def void(self, sitting):
        """Nothing that was done in the sitting counts; what other sittings gave stays."""
        room = self.rooms[sitting]
        room.state = "voided"
        self.tell("literacy.sitting_voided", *(place.person for place in room.of(*HOLDING)))
        for person in {person for person, _domain in room.results}:
            line = self.lines[person]
            if sitting in line.passes.values() and line.proficient_on:
                self.revoke(person)
            line.passes = {domain: where for domain, where in line.passes.items() if where != sitting}

    # --- counts ---
    def is_examined(self, line):
        """Handed in a paper of a sitting that is not void."""
        return any(self.rooms[sitting].state != "voided" for sitting in line.papers)

    def counted(self, metric):
        """The lines that count in a metric."""
        asks = {
            "enrolled": lambda line: line.is_enrolled,
            "completed": lambda line: line.has_completed,
            "assessed": self.is_examined,
            "proficient": lambda line: line.proficient_on is not None,
        }[metric]
        return [line for line in self.lines.values() if asks(line)]

    def tally(self, metric, dimension):
        """People in each cell of a dimension."""
        return dict(Counter(getattr(line, dimension) for line in self.counted(metric)))
