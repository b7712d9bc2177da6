"""How the programme begins: staff by two people, houses, centres, classes from files, and people who come alone."""

from datetime import time, timedelta

from allauth.account.models import EmailAddress

from intelligent_bhutan import tables
from intelligent_bhutan.people.actions import appointing, consent, organisations, registering, roles
from intelligent_bhutan.people.models import Appointment, Membership, Organisation, User
from intelligent_bhutan.people.queries.consent import notice_in_force
from intelligent_bhutan.places.models import Gewog
from literacy import content
from literacy.actions import centres, cohorts, enrolling, importing, learning, loading
from literacy.checking import HEADERS
from literacy.models import Course
from tests.factories.literacy_learning import course
from tests.story.cast import GROUPS, spelt

Role, State = Membership.Role, Appointment.State
DZONGKHAG = "Monggar"  # seventeen gewogs
KINDS = tuple(GROUPS)
OFFICE_HOURS = {day: [(time(9), time(17))] for day in range(5)}


def begin(month):
    """Everything until the first seat can be booked."""
    found = Gewog.objects.filter(dzongkhag__name_en=DZONGKHAG, kind=Gewog.Kind.GEWOG)
    month.gewogs = list(found.select_related("dzongkhag").order_by("code"))
    appoint_officers(month)
    month.editor = appointed(month, Role.EDITOR)
    loading.load_items(content.items(), by=month.editor.user)
    month.course = Course.objects.get(pk=course(lessons=2).course_id)
    month.office = organisations.found(
        kind=Organisation.Kind.AGENCY, name="Examination office", gewog=month.gewogs[0], by=month.officers[0].user
    )
    appoint_invigilators(month)
    for number, how_many in enumerate(month.size.classes):
        found_class(month, number, how_many)
    come_alone(month)
    come_twice(month)


# --- staff -----------------------------------------------------------------------------------------------------------
def employee(month):
    """Somebody with an account and no role yet."""
    one = month.cast.somebody("civil_servant", month.chance.choice(month.gewogs))
    registered(month, one)
    month.staff.append(one)
    return one


def registered(month, *people):
    """The portal knows them from now on."""
    made = registering.register_many(
        people=[
            User(
                full_name=one.name,
                date_of_birth=one.born,
                gender=one.gender,
                audience=one.audience,
                gewog=one.gewog,
            )
            for one in people
        ],
        numbers=["" for _one in people],
        by=None,
    )
    for one, user in zip(people, made, strict=True):
        one.user = user


def refreshed(somebody):
    """The same person, their roles read anew."""
    somebody.user = User.objects.get(pk=somebody.user.pk)
    return somebody


def appoint_officers(month):
    """Two operators from the command line's action; they appoint three officers by two, and refuse a fourth."""
    month.operators = [employee(month) for _ in range(2)]
    for one in month.operators:
        roles.appoint(person=one.user, role=Role.OPERATOR, by=None)
        refreshed(one)
    month.officers = []
    for number in range(4):
        first, second = month.operators[number % 2], month.operators[1 - number % 2]
        one = employee(month)
        proposed = proposal(month, one, Role.PROGRAMME_OFFICER, first, [second])
        month.refused(appointing.decide, appointment=proposed, state=State.APPROVED, by=first.user)
        decided(month, proposed, one, first, second, State.APPROVED if number < 3 else State.REFUSED)
        if number < 3:
            month.officers.append(refreshed(one))


def proposal(month, one, role, by, givers, organisation=None):
    """One of two people proposes somebody with an account; the others who may decide are asked."""
    made = appointing.appoint(
        person=one.user,
        role=role,
        organisation=organisation,
        last_day=month.today + timedelta(days=300),
        why="Knows the work.",
        by=by.user,
    )
    month.ledger.tell("people.role_offered", one.key)
    month.ledger.tell("people.appointment_waits", *(giver.key for giver in givers))
    return made


def decided(month, proposed, one, first, second, state=State.APPROVED):
    """The second person decides."""
    appointing.decide(appointment=proposed, state=state, reason="Not yet.", by=second.user)
    if state == State.APPROVED:
        month.ledger.tell("people.appointment_approved", first.key)
        month.ledger.tell("people.role_begun", one.key)
    else:
        month.ledger.tell("people.appointment_refused", first.key, one.key)


def appointed(month, role, organisation=None):
    """Somebody in a role that one officer gives alone."""
    one, officer = employee(month), month.officers[0]
    appointing.appoint(
        person=one.user,
        role=role,
        organisation=organisation,
        last_day=month.today + timedelta(days=300),
        why="Knows the work.",
        by=officer.user,
    )
    month.ledger.tell("people.role_begun", one.key)
    return refreshed(one)


def appoint_invigilators(month):
    """As many as one day needs and one more; every other one by a code that they type."""
    first, second, third = month.officers
    month.invigilators = []
    for number in range(month.invigilators_needed):
        one = employee(month)
        if number % 2:
            proposed = proposal(month, one, Role.INVIGILATOR, first, [second, third], month.office)
        else:
            proposed = invited(month, one, first, [second, third])
        decided(month, proposed, one, first, second)
        month.invigilators.append(refreshed(one))


def invited(month, one, by, givers):
    """The role is offered by a code, which the person types."""
    invitation, code = appointing.invite(
        role=Role.INVIGILATOR,
        organisation=month.office,
        last_day=month.today + timedelta(days=300),
        called=one.name,
        why="Knows the work.",
        by=by.user,
    )
    month.ledger.tell("people.appointment_waits", *(giver.key for giver in givers))
    appointing.take(code=code, by=one.user)
    month.ledger.tell("people.invitation_taken", by.key)
    return invitation.appointment


# --- houses, centres, classes ----------------------------------------------------------------------------------------
def found_class(month, number, how_many):
    """A house with its centre, coordinator and trainer in a gewog, and its class enrolled from a file."""
    gewog, kind, officer = month.gewogs[number % len(month.gewogs)], KINDS[number % len(KINDS)], month.officers[0].user
    house = organisations.found(kind=kind, name=f"House {spelt(number)}", gewog=gewog, by=officer)
    centre = centres.found(
        organisation=house,
        name=f"Centre {spelt(number)}",
        gewog=gewog,
        seats=month.size.seats,
        week=OFFICE_HOURS,
        by=officer,
    )
    coordinator, trainer = (appointed(month, role, house) for role in (Role.COORDINATOR, Role.TRAINER))
    cohort = cohorts.found(
        organisation=house,
        name=f"Class {spelt(number)}",
        course=month.course,
        trainer=trainer.user,
        by=coordinator.user,
    )
    people = [month.cast.somebody(GROUPS[kind], month.chance.choice(month.gewogs)) for _ in range(how_many)]
    month.centres.append(centre)
    month.classes.append((cohort, coordinator, trainer, people))
    enrol_from_file(month, cohort, coordinator, people)
    learn(month, people)


def enrol_from_file(month, cohort, coordinator, people):
    """The coordinator sends a list, the portal reads and checks it, and everybody on it is enrolled."""
    rows = [row_of(roll, one) for roll, one in enumerate(people, start=1)]
    table = [[HEADERS[name][0] for name in rows[0]], *([*row.values()] for row in rows)]
    sheet = importing.upload(
        cohort=cohort,
        content="".join(tables.lines(table)).encode(),
        file_name="class.csv",
        notice=notice_in_force(),
        by=coordinator.user,
    )
    month.carry()
    importing.begin(cohort_import=sheet, by=coordinator.user)
    month.carry()
    enrolled = {one.roll_number: one.citizen for one in cohort.enrolments.select_related("citizen")}
    for roll, one in enumerate(people, start=1):
        one.user = enrolled[roll]
        month.enter(one).is_enrolled = True


def row_of(roll, one):
    """How the coordinator types somebody."""
    return {
        "roll_number": str(roll),
        "full_name": one.name,
        "date_of_birth": one.born.isoformat(),
        "gender": one.gender,
        "audience": one.audience.replace("_", " "),
        "dzongkhag": DZONGKHAG,
        "gewog": one.gewog.name_en,
        "identity_number": one.card,
        "consent": "school" if one.is_child else "self",
    }


def learn(month, people):
    """Some go through the whole course, some through half of it."""
    lessons = list(month.course.versions.get().lessons.order_by("position"))
    for one in people:
        how_many = month.chance.choice([0, 0, 0, 1, len(lessons)])
        for lesson in lessons[:how_many]:
            learning.finish_lesson(lesson=lesson, citizen=one.user)
        month.ledger.lines[one.key].has_completed = how_many == len(lessons)


# --- people who come by themselves -----------------------------------------------------------------------------------
def come_alone(month):
    """People in no class; each agrees, for a child a guardian does, and every third has an e-mail that was checked."""
    month.alone = [
        month.cast.somebody("public", month.chance.choice(month.gewogs)) for _number in range(month.size.alone)
    ]
    registered(month, *month.alone)
    for number, one in enumerate(month.alone):
        guardian = {"guardian_name": "Aum Dechen", "guardian_relation": "parent"} if one.is_child else {}
        consent.give(person=one.user, notice=notice_in_force(), by=one.user, **guardian)
        month.enter(one)
        if number % 3 == 0:
            month.addresses[one.key] = f"p{one.key}@example.bt"
            EmailAddress.objects.create(user=one.user, email=month.addresses[one.key], verified=True, primary=True)


def come_twice(month):
    """One of the first class is enrolled in the last class too, by mistake as somebody new."""
    (*_others, people), (cohort, coordinator, _trainer, there) = month.classes[0], month.classes[-1]
    month.twice = people[-1]
    again = month.cast.somebody(month.twice.audience, month.twice.gewog)
    again.name, again.born, again.gender = month.twice.name, month.twice.born, month.twice.gender
    again.card = ""
    registered(month, again)
    basis = "school" if again.is_child else "self"
    enrolling.enrol(cohort=cohort, citizen=again.user, basis=basis, notice=notice_in_force(), by=coordinator.user)
    month.enter(again).is_enrolled = True
    there.append(again)
    month.again = again
