"""Classes that meet on three Sundays: who came, a session at another hour, one that does not take place."""

from datetime import timedelta

from intelligent_bhutan.people.actions import consent
from literacy.actions import attending, teaching

FIRST_DAY, MINUTES = 8, 60
DAYS = (8, 15, 22)
MOVED_ON, CANCELLED_ON = 10, 17  # when the second session of the first class, the third of the last one, are changed


def plan(month):
    """The coordinator plans three sessions of each class; the trainer hears of it."""
    month.sessions = {}
    for number, (cohort, coordinator, trainer, _people) in enumerate(month.classes):
        planned = teaching.plan(
            cohort=cohort,
            starts_at=month.at(FIRST_DAY, 16),
            minutes=MINUTES,
            details=details(trainer),
            weeks=len(DAYS),
            by=coordinator.user,
        )
        month.ledger.tell("literacy.sessions_given", trainer.key)
        month.sessions |= {(number, day): session for day, session in zip(DAYS, planned, strict=True)}


def details(trainer):
    """What stands of a session."""
    return {
        "taught_by": trainer.user,
        "spoken_language": "dz",
        "place": "The classroom",
        "centre": None,
        "lessons": [],
        "note": "",
    }


def members(month, number):
    """Who is in the class now."""
    return [one for one in month.classes[number][3] if one.key not in month.left]


def move_one(month):
    """The second session of the first class is half an hour later."""
    session, trainer = month.sessions[0, DAYS[1]], month.classes[0][2]
    month.sessions[0, DAYS[1]] = teaching.change(
        session=session,
        starts_at=session.starts_at + timedelta(minutes=30),
        minutes=MINUTES,
        details=details(trainer),
        by=trainer.user,
    )
    month.ledger.tell("literacy.session_moved", *(one.key for one in members(month, 0)))


def cancel_one(month):
    """The third session of the last class does not take place."""
    number = len(month.classes) - 1
    session, trainer = month.sessions.pop((number, DAYS[2])), month.classes[number][2]
    teaching.cancel(session=session, reason="The trainer is ill.", by=trainer.user)
    month.ledger.tell("literacy.session_cancelled", *(one.key for one in members(month, number)))


def hold(month, day):
    """In the evening the trainer enters who came: everybody, but for some."""
    for (number, when), session in month.sessions.items():
        if when != day:
            continue
        trainer, learners = month.classes[number][2], members(month, number)
        attending.everybody_came(session=session, by=trainer.user)
        places = dict(session.cohort.enrolments.values_list("citizen", "pk"))
        marks = {}
        for one in learners:
            mark = month.chance.choice(["present"] * 5 + ["late", "absent", "excused"])
            month.ledger.attendance[number, day, one.key] = mark
            if mark != "present":
                marks[places[one.user.pk]] = ("present", mark)
        for _twice in range(2):
            attending.enter(session=session, marks=marks, by=trainer.user)


def take_consent_back(month):
    """Somebody agrees no longer that their learning is kept: they leave their class, and what they reached stays."""
    found = [one for one in members(month, 0) if not one.is_done and not month.ledger.ahead(one.key)]
    if found:
        one = month.chance.choice(found)
        one.is_done = True
        month.left.add(one.key)
        consent.withdraw(person=one.user, purpose="learning", by=one.user)
        month.ledger.tell("people.consent_withdrawn", one.key)
