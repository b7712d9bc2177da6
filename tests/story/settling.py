"""What seldom happens, each at least once: merged, erased, corrected, revoked, declared void, moved, cancelled."""

from intelligent_bhutan.certificates import actions as certificates
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.people.actions import correcting, erasing, merging
from literacy.actions import sittings
from tests.story import classes
from tests.story.founding import refreshed

BY_DAY = {}
BY_NIGHT = {}


def by_day(month, day):
    """What is settled that morning."""
    if day in BY_DAY:
        BY_DAY[day](month)


def by_night(month, day):
    """What is settled that evening."""
    if day in BY_NIGHT:
        BY_NIGHT[day](month)


def on(days, day):
    """The decorated chapter happens on that day."""

    def put(chapter):
        days[day] = chapter
        return chapter

    return put


@on(BY_DAY, 4)
def merge_doubles(month):
    """Two records are one person: one officer says so, another agrees. The seat of the one passes to the other."""
    first, second, _third = month.officers
    kept, again, ledger = month.twice, month.again, month.ledger
    for number in ledger.ahead(kept.key):
        month.give_back(kept, number)
    proposed = merging.propose(
        survivor=kept.user, loser=again.user, reason="They showed one card for both.", by=first.user
    )
    month.refused(merging.decide, proposal=proposed, state="approved", by=first.user)
    merging.decide(proposal=proposed, state="approved", by=second.user)
    del month.people[again.key], ledger.lines[again.key]
    for room in ledger.rooms.values():
        for place in room.places:
            place.person = kept.key if place.person == again.key else place.person
    for (person, kind), times in list(ledger.told.items()):
        if person == again.key:
            ledger.told[kept.key, kind] += times
            del ledger.told[person, kind]
    people = month.classes[-1][3]
    people[people.index(again)] = kept
    ledger.tell("people.records_merged", kept.key)


@on(BY_NIGHT, 5)
def move_and_cancel(month):
    """One sitting of the last round has another hour, another does not take place."""
    later = [number for number, (_centre, day, _hour) in enumerate(month.timetable) if day > 9]
    moved, cancelled = month.chance.sample(later, 2)
    month.reschedule(moved)
    month.cancel(cancelled)


@on(BY_NIGHT, 10)
def change_sessions(month):
    """A session has another hour, another does not take place."""
    classes.move_one(month)
    classes.cancel_one(month)


@on(BY_NIGHT, 11)
def ask_to_be_erased(month):
    """Somebody who came alone wants to be forgotten; two weeks later they are."""
    found = [one for one in month.alone if not one.is_done]
    one = month.chance.choice([one for one in found if month.ledger.lines[one.key].proficient_on] or found)
    for number in month.ledger.ahead(one.key):
        month.give_back(one, number)
    guardian = {"guardian_name": "Aum Dechen", "guardian_relation": "parent"} if one.is_child else {}
    erasing.ask(person=one.user, by=one.user, **guardian)
    month.ledger.tell("people.erasure_asked", one.key)
    one.is_done, month.erased = True, one


@on(BY_NIGHT, 26)
def is_erased(month):
    """The two weeks were over yesterday: nothing of them is left but numbers."""
    for person, kind in list(month.ledger.told):
        if person == month.erased.key:
            del month.ledger.told[person, kind]


@on(BY_NIGHT, 18)
def declare_void(month):
    """It turns out that a sitting was not held as it must be."""
    signed = [number for number, room in month.ledger.rooms.items() if room.state == "signed"]
    number = month.chance.choice(signed)
    officer = month.officers[2].user
    month.refused(sittings.void, sitting=month.sittings[number], reason=" ", by=officer)
    month.sittings[number] = sittings.void(
        sitting=month.sittings[number], reason="The questions were known before.", by=officer
    )
    month.ledger.void(number)


@on(BY_NIGHT, 16)
def take_consent_back(month):
    """See `classes`."""
    classes.take_consent_back(month)


def proficient(month):
    """Who counts, and of whom nothing else is told."""
    lines = month.ledger.lines
    return [one for one in month.people.values() if lines[one.key].proficient_on and not one.is_done]


@on(BY_NIGHT, 20)
def correct_name(month):
    """A name was misspelt and the gewog is another one: evidence before one officer, decided by a second one."""
    if not (found := proficient(month)):
        return
    first, second, _third = month.officers
    one = month.chance.choice(found)
    gewog = next(gewog for gewog in month.gewogs if gewog != one.gewog)
    changes = {"full_name": f"{one.name} Lham", "gewog_id": gewog.pk}
    asked = correcting.ask(person=one.user, changes=changes, reason="The card says so.", by=one.user)
    correcting.see_evidence(correction=asked, evidence="card", by=first.user)
    month.refused(correcting.decide, correction=asked, state="approved", by=first.user)
    correcting.decide(correction=asked, state="approved", by=second.user)
    one.name, one.gewog, one.is_done, month.corrected = changes["full_name"], gewog, True, one
    refreshed(one)
    line = month.ledger.lines[one.key]
    line.gewog, line.certificates[-1] = gewog.pk, "replaced"
    month.ledger.tell("people.correction_asked", one.key)
    month.ledger.tell("people.correction_approved", one.key)
    month.ledger.tell("people.certificate_reissued", one.key)
    month.ledger.issue(one.key)


@on(BY_NIGHT, 21)
def revoke(month):
    """Somebody had broken the rules: the certificate and all that it rested on are gone."""
    if not (found := proficient(month)):
        return
    one = month.chance.choice(found)
    award = Award.objects.live().get(citizen=one.user)
    for _twice in range(2):
        certificates.revoke(award=award, reason=Award.Reason.CHEATING, remark="Letter 12", by=month.officers[0].user)
    month.ledger.revoke(one.key)
    month.ledger.lines[one.key].passes.clear()
    one.is_done = month.revoked = one
