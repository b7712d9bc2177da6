"""A day's sittings, all of a slot beside each other: doors, papers, incidents, protocols."""

from datetime import timedelta

from literacy.actions import assessing, booking, sittings
from literacy.models import Candidate
from literacy.queries import assessing as papers
from literacy.queries import standards

MINUTES = timedelta(minutes=1)
LENGTH = 180 * MINUTES  # of a sitting
PAPER = {"single": 1, "multiple": 1, "ordering": 1, "matching": 1}  # short, so that a month takes minutes


def hold(month, numbers):
    """Hold these sittings, which begin at one moment."""
    begins = month.ledger.rooms[numbers[0]].starts_at
    month.clock.move_to(begins - 50 * MINUTES)
    for number in numbers:
        open_doors(month, number)
    domains = sorted(month.ledger.domains)
    for turn, domain in enumerate(domains):
        month.clock.move_to(begins + turn * 30 * MINUTES)
        month.carry()  # papers left lying are handed in once their time is over
        write(month, numbers, domain, is_last=turn == len(domains) - 1)
    month.clock.move_to(begins + 170 * MINUTES)
    for number in numbers:
        sign(month, number)
    month.carry()


def open_doors(month, number):
    """The invigilator opens, sees who comes, and takes whoever comes without a seat while there are some."""
    room, sitting, by = month.ledger.rooms[number], month.sittings[number], month.invigilator_of(number)
    sittings.open_sitting(sitting=sitting, by=by.user)
    room.state = "open"
    for place in room.of("registered"):
        person = month.people[place.person]
        chance = month.chance.random()
        if not person.is_steady and chance < 0.7:
            if chance < 0.2:
                sittings.mark_absent(candidate=month.candidate(number, person), by=by.user)
                place.state = "absent"
        elif chance > 0.98:
            sittings.turn_away(candidate=month.candidate(number, person), reason="No card, no witness.", by=by.user)
            place.state = "refused"
        else:
            admit(month, number, person)
    for person in month.passers_by(number):
        booking.walk_in(sitting=sitting, citizen=person.user, by=by.user)
        month.ledger.seat(number, person.key)
        admit(month, number, person)


def admit(month, number, person):
    """By card where they have one, else by two who know them."""
    sittings.admit(
        candidate=month.candidate(number, person),
        evidence=Candidate.Evidence.CARD if person.card else Candidate.Evidence.WITNESSES,
        number=person.card,
        witnesses=("Ap Dorji", "Aum Pema"),
        by=month.invigilator_of(number).user,
    )
    month.ledger.rooms[number].place_of(person.key).state = "admitted"


def write(month, numbers, domain, *, is_last):
    """Everybody who may sit the domain begins; ten minutes later they have answered and hand in."""
    begun, at = [], month.now
    for number in numbers:
        for place in month.ledger.rooms[number].of("admitted"):
            person = month.people[place.person]
            if domain in month.ledger.could_sit(person.key, number):
                candidate = month.candidate(number, person)
                paper = assessing.open_attempt(candidate=candidate, domain=month.domains[domain], by=person.user)
                begun.append((number, person, paper))
    month.clock.move_to(at + 4 * MINUTES)
    disturb(month, numbers, begun)
    month.clock.move_to(at + 10 * MINUTES)
    for number, person, paper in begun:
        passes = month.chance.random() < person.skill
        answer(month, paper, person, passes)
        if not is_last or month.chance.random() < 0.95:
            assessing.submit(attempt=paper, by=person.user)
        else:
            month.left_lying += 1
        month.ledger.hand_in(number, person.key, domain, passes, month.now)


def disturb(month, numbers, begun):
    """Now and then something happens; at times the power fails, and an answer that comes meanwhile has to wait."""
    if month.chance.random() > 0.25:
        return
    number = month.chance.choice(numbers)
    room, sitting, by = month.ledger.rooms[number], month.sittings[number], month.invigilator_of(number)
    room.incidents += 1
    if month.chance.random() < 0.5:
        sittings.record_incident(sitting=sitting, text="A screen went dark.", minutes_lost=3, by=by.user)
        return
    sittings.close(sitting=sitting, by=by.user)
    for where, person, paper in begun:
        if where == number:
            slot = paper.paper[0]
            wait = {"attempt": paper, "item": slot["item"], "response": {}, "sequence": 1, "by": person.user}
            month.refused(assessing.save_answer, **wait)
            break
    month.clock.shift(3 * MINUTES)
    sittings.resume(sitting=sitting, by=by.user)


def answer(month, paper, person, passes):
    """Rightly; whoever fails leaves all blank but one."""
    questions = papers.questions(paper)
    known = questions if passes else month.chance.sample(questions, 1)
    for number, question in enumerate(known, start=1):
        assessing.save_answer(
            attempt=paper, item=question.item.pk, response=right(question), sequence=number, by=person.user
        )


def right(question):
    """What earns the whole point, as the answer key in the database says."""
    options = sorted(question.options, key=lambda one: one.rank or 0)
    match question.item.kind:
        case "ordering":
            return {"order": [one.key for one in options]}
        case "matching":
            return {"pairs": {one.key: one.key for one in options}}
        case _:
            return {"chosen": sorted(one.key for one in options if one.correct)}


def sign(month, number):
    """Whoever was not seen did not come; the sitting is closed and its protocol signed."""
    room, sitting, by = month.ledger.rooms[number], month.sittings[number], month.invigilator_of(number)
    missing = room.of("registered")
    assert sittings.mark_rest_absent(sitting=sitting, by=by.user) == len(missing)
    for place in missing:
        place.state = "absent"
    sittings.close(sitting=sitting, by=by.user)
    month.sittings[number] = sittings.sign(sitting=sitting, by=by.user)
    month.ledger.sign(number, month.today)


def known_domains():
    """The domains of the standard in force by key, each with a short paper from now on; no action writes standards."""
    standard = standards.in_force()
    standard.requirements.update(blueprint=PAPER)
    return {domain.key: domain for domain in standard.domains.all()}
