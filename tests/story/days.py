"""A month that passes day by day: seats in the morning, reminders, sittings, classes, what an officer does at night."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from random import Random

from django.core.exceptions import ValidationError
from django.utils import timezone

from intelligent_bhutan.audit import actions as audit
from intelligent_bhutan.notices.actions import reading
from intelligent_bhutan.outbox import actions as outbox
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.targets.actions import publish_release
from literacy.actions import batches, booking, counting, reminding, scheduling, sittings
from literacy.queries import standards
from tests.story import classes, founding, rooms, settling
from tests.story.cast import Cast
from tests.story.ledger import Ledger, Line, Room
from tests.story.rooms import LENGTH

FIRST = datetime(2026, 3, 1, 1, tzinfo=UTC)  # seven in the morning in Thimphu
LAST_DAY = 30
MORNING, AFTERNOON = 10, 14  # when sittings begin
FIRST_SITTING, LAST_SITTING = 6, 27
PRINTED = 1  # certificate of which a PDF is made; it takes long, and other tests look at PDFs


class Month:
    """The story of one seed; `clock` is a stopped time that it moves."""

    def __init__(self, size, seed, clock):
        self.size, self.seed, self.clock, self.chance = size, seed, clock, Random(seed)
        self.cast = Cast(self.chance, self.today)
        self.domains = rooms.known_domains()
        self.ledger = Ledger(self.domains)
        self.people = {}
        self.staff, self.centres, self.classes, self.alone = [], [], [], []
        self.sittings, self.addresses, self.seen = {}, {}, Counter()
        self.left = set()  # keys of people who left their class
        self.printed = self.left_lying = 0
        self.timetable = self.drawn_timetable()

    # --- time ---
    @property
    def now(self):
        """The moment that the clock shows."""
        return timezone.now()

    @property
    def today(self):
        """The day in Thimphu."""
        return timezone.localdate()

    def at(self, day, hour, minute=0):
        """A moment of the month, Thimphu's time."""
        return FIRST + timedelta(days=day - 1, hours=hour - 7, minutes=minute)

    # --- small services to the chapters ---
    def enter(self, person):
        """The ledger knows the person from now on. Returns their line."""
        self.people[person.key] = person
        line = Line(gewog=person.gewog.pk, audience=person.audience, gender=person.gender)
        self.ledger.lines[person.key] = line
        return line

    def refused(self, action, **what):
        """Try what must not be: the portal says no, with a sentence, and nothing has happened."""
        try:
            action(**what)
        except ValidationError:
            self.seen["refused"] += 1
        else:
            raise AssertionError(f"{action.__module__}.{action.__name__} should have refused: seed {self.seed}")

    def carry(self):
        """Do what the outbox promises for now, and what comes of that."""
        while due := list(Message.objects.due(self.now).exclude(kind="certificates.print").order_by("pk")[:500]):
            for message in due:
                outbox.carry(message.pk)
        prints = Message.objects.due(self.now).filter(kind="certificates.print").order_by("pk")
        for message in prints[: max(0, PRINTED - self.printed)]:
            outbox.carry(message.pk)
            self.printed += 1

    def candidate(self, number, person):
        """The person's place in the sitting, as the portal has it."""
        places = self.sittings[number].candidates.registered().select_related("sitting", "citizen")
        return places.get(citizen=person.user)

    def invigilator_of(self, number):
        """Who holds the sitting."""
        return self.ledger.rooms[number].invigilator

    # --- the plan of sittings ---
    def drawn_timetable(self):
        """(centre, day, hour) of each sitting; those of one centre lie days apart, and none on one day twice."""
        times, per_centre = [], -(-self.size.sittings // self.size.centres)
        apart = (LAST_SITTING - FIRST_SITTING + 1) // per_centre
        for number in range(self.size.sittings):
            turn, centre = divmod(number, self.size.centres)
            day = FIRST_SITTING + turn * apart + self.chance.randrange(apart - 1)
            times.append((centre, day, self.chance.choice([MORNING, AFTERNOON])))
        return times

    @property
    def invigilators_needed(self):
        """As many as the fullest day has sittings, and at least two."""
        return max(2, *Counter(day for _centre, day, _hour in self.timetable).values())

    def plan_sittings(self):
        """The officer plans all sittings and assigns each; the last round examines fewer domains in every third one."""
        officer, standard, free = self.officers[1].user, standards.in_force(), defaultdict(lambda: [*self.invigilators])
        for number, (centre, day, hour) in enumerate(self.timetable):
            keys = sorted(self.domains)
            if number % 3 == 2 and number >= self.size.centres:
                keys = sorted(self.chance.sample(keys, 3))
            start = self.at(day, hour)
            self.sittings[number] = sittings.plan(
                centre=self.centres[centre],
                standard=standard,
                domains=[self.domains[key] for key in keys],
                starts_at=start,
                ends_at=start + LENGTH,
                is_public=True,
                by=officer,
            )
            room = Room(centre, start, self.size.seats, frozenset(keys))
            self.ledger.rooms[number] = room
            self.assign(number, free[day].pop())

    def assign(self, number, invigilator):
        """The officer gives the sitting to somebody; a trainer and whoever sits elsewhere then are refused."""
        room, sitting, officer = self.ledger.rooms[number], self.sittings[number], self.officers[1].user
        self.refused(sittings.assign, sitting=sitting, invigilator=self.classes[0][2].user, by=officer)
        for other, there in self.ledger.rooms.items():
            if other != number and there.starts_at == room.starts_at and there.invigilator:
                self.refused(sittings.assign, sitting=sitting, invigilator=there.invigilator.user, by=officer)
        sittings.assign(sitting=sitting, invigilator=invigilator.user, by=officer)
        room.invigilator = invigilator
        self.ledger.tell("literacy.sitting_assigned", invigilator.key)

    # --- the days ---
    def live(self):
        """The whole month."""
        founding.begin(self)
        self.plan_sittings()
        classes.plan(self)
        for day in range(2, LAST_DAY + 1):
            self.clock.move_to(self.at(day, 7))
            if day == 3:
                self.book_classes()
                self.carry()
            elif day > 3:
                self.people_choose()
            settling.by_day(self, day)
            self.clock.move_to(self.at(day, 8, 7))
            self.remind()
            for hour in (MORNING, AFTERNOON):
                self.hold(day, hour)
            self.clock.move_to(self.at(day, 18))
            self.remind()
            classes.hold(self, day)
            self.end_day(day)

    def hold(self, day, hour):
        """The sittings of one slot."""
        at = self.at(day, hour)
        numbers = [
            number for number, room in self.ledger.rooms.items() if room.starts_at == at and room.state == "planned"
        ]
        if numbers:
            rooms.hold(self, numbers)

    def remind(self):
        """The clock's hand comes round twice: who was told is not told again."""
        self.ledger.remind(self.now)
        reminding.remind()
        reminding.remind()
        self.carry()

    def end_day(self, day):
        """Night: what waits is carried, counted, sealed, and the figures of the day are published."""
        settling.by_night(self, day)
        self.carry()
        if self.chance.random() < 0.7:
            counting.fold_all()
        self.clock.move_to(self.at(day, 21))
        self.carry()
        publish_release()
        while audit.seal():
            pass
        for one in self.chance.sample(list(self.people.values()), 3):
            reading.read_all(person=one.user)

    # --- seats ---
    def book_classes(self):
        """Each coordinator books the class at its centre, in batches, in the order of the roll; twice does no harm."""
        for number, (cohort, coordinator, _trainer, people) in enumerate(self.classes):
            where = {"cohort": cohort, "centre": self.centres[number], "first_day": self.today}
            booked = batches.book_cohort(**where, by=coordinator.user)
            waiting = [one.key for one in people]
            coming = [key for key, room in self.ledger.rooms.items() if room.centre == number]
            for key in sorted(coming, key=lambda key: self.ledger.rooms[key].starts_at):
                fit = waiting[: len(self.ledger.rooms[key].free())]
                for one in fit:
                    self.ledger.seat(key, one, "literacy.seat_booked_for_you")
                waiting = waiting[len(fit) :]
            assert booked == len(people) - len(waiting)
            assert batches.book_cohort(**where, by=coordinator.user) == 0

    def people_choose(self):
        """In an order of chance: some move or give back a seat, some without one book the next that fits."""
        people = [one for one in self.people.values() if not one.is_done]
        self.chance.shuffle(people)
        for person in people:
            ahead = self.ledger.ahead(person.key)
            if ahead and self.chance.random() < 0.02:
                self.give_back(person, ahead[0])
            elif ahead and self.chance.random() < 0.02:
                self.move(person, ahead[0])
            elif not ahead and self.chance.random() < 0.25:
                self.book(person)

    def open_to(self, person, *, but=()):
        """Coming sittings with a free seat in which the person has something to sit, the next first."""
        ledger = self.ledger
        if ledger.lines[person.key].proficient_on or ledger.missed(person.key):
            return []
        coming = [
            number
            for number, room in ledger.rooms.items()
            if room.state == "planned" and room.free() and room.starts_at - self.now > LENGTH and number not in but
        ]
        coming = [number for number in coming if ledger.could_sit(person.key, number)]
        return sorted(coming, key=lambda number: ledger.rooms[number].starts_at)

    def book(self, person):
        """One of the next three; twice is one seat; another at the same moment is refused."""
        if not (found := self.open_to(person)[:3]):
            return
        number = self.chance.choice(found)
        for _twice in range(2):
            booking.book(sitting=self.sittings[number], citizen=person.user, by=person.user)
        self.ledger.seat(number, person.key, "literacy.seat_booked")
        at = self.ledger.rooms[number].starts_at
        for other in self.open_to(person, but=[number]):
            if self.ledger.rooms[other].starts_at == at:
                self.refused(booking.book, sitting=self.sittings[other], citizen=person.user, by=person.user)

    def give_back(self, person, number):
        """The seat is free again."""
        booking.give_back(candidate=self.candidate(number, person), by=person.user)
        self.ledger.rooms[number].place_of(person.key).state = "cancelled"
        self.ledger.tell("literacy.seat_given_back", person.key)

    def move(self, person, number):
        """To another sitting, if there is one."""
        if not (found := self.open_to(person, but=[number])):
            return
        to = self.chance.choice(found)
        booking.move(candidate=self.candidate(number, person), to=self.sittings[to], by=person.user)
        self.ledger.rooms[number].place_of(person.key).state = "cancelled"
        self.ledger.seat(to, person.key, "literacy.seat_moved")

    def passers_by(self, number):
        """Who comes to the door without a seat, while there are seats: at most two, who have none ahead."""
        room, ledger = self.ledger.rooms[number], self.ledger
        free = [
            one
            for one in self.alone
            if not one.is_done
            and not ledger.ahead(one.key)
            and not ledger.lines[one.key].proficient_on
            and not room.place_of(one.key)
            and not self.is_sitting(one)
            and ledger.could_sit(one.key, number)
        ]
        return self.chance.sample(free, min(len(free), len(room.free()), self.chance.randint(0, 2)))

    def is_sitting(self, person):
        """Whether the person is in a sitting that goes on."""
        return any(room.place_of(person.key) for room in self.ledger.rooms.values() if room.state == "open")

    # --- other times ---
    def reschedule(self, number):
        """The other slot of the same day; everybody keeps their seat."""
        room = self.ledger.rooms[number]
        hour = AFTERNOON if room.starts_at == self.at(self.timetable[number][1], MORNING) else MORNING
        start = self.at(self.timetable[number][1], hour)
        self.sittings[number] = scheduling.reschedule(
            sitting=self.sittings[number],
            starts_at=start,
            ends_at=start + LENGTH,
            reason="The road is closed in the morning",
            by=self.officers[1].user,
        )
        room.starts_at = start
        for place in room.of("registered"):
            place.reminded = False
            self.ledger.tell("literacy.sitting_rescheduled", place.person)
        self.ledger.tell("literacy.sitting_assigned", room.invigilator.key)

    def cancel(self, number):
        """The sitting does not take place."""
        room = self.ledger.rooms[number]
        self.sittings[number] = scheduling.cancel(
            sitting=self.sittings[number], reason="Snow on the pass", by=self.officers[1].user
        )
        room.state = "cancelled"
        for place in room.of("registered"):
            place.state = "cancelled"
            self.ledger.tell("literacy.sitting_cancelled", place.person)
        self.ledger.tell("literacy.sitting_taken_away", room.invigilator.key)
