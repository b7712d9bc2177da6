"""What organisations ask: of whom, once, told, reminded, changed, withdrawn."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from intelligent_bhutan.notices.models import Notice
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.actions import roles
from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.templatetags.dzongkha import moment
from literacy.actions import assessing, assigning, cohorts, learning, scheduling, sittings
from literacy.models import Asked, Assignment, Candidate, Proficiency
from literacy.queries import assigning as queries
from literacy.queries import standards
from literacy.tasks.teaching import remind_of_assignments
from tests.factories import literacy_learning
from tests.factories import literacy_teaching as factory
from tests.factories.literacy_assessment import an_open, sit
from tests.factories.literacy_booking import a_coming
from tests.factories.literacy_classes import enrol, learner
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cohort():
    return factory.a_taught_class(learners=2)


def people(assignment):
    """Who is listed, with whether it is done."""
    return {one.person: one.done for one in queries.asked_people(assignment)}


def told(person):
    """What the person was told, the first notice first."""
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_everybody_is_members_and_learners_also_of_the_houses_below(cohort):
    house = cohort.organisation
    below = OrganisationFactory(parent=house)
    far = factory.a_taught_class(learners=1, organisation=below)
    member = PersonFactory()
    roles.appoint(person=member, role=Membership.Role.MEMBER, organisation=below, by=None)
    factory.a_taught_class(learners=1)  # of another house
    expected = {learner(cohort, 1), learner(cohort, 2), learner(far), member}
    assert set(queries.people_of(house)) == expected
    assert set(people(factory.an_assignment(cohort))) == expected
    for one in expected:
        assert [asked.organisation for asked in queries.asked_of(one)] == [house]
    assert set(queries.people_of(below)) == {learner(far), member}


def test_a_class_is_asked_alone(cohort):
    factory.a_taught_class(learners=1, organisation=cohort.organisation)
    assert set(people(factory.an_assignment(cohort, whom="class"))) == {learner(cohort, 1), learner(cohort, 2)}


def test_asking_again_asks_those_who_came_since_and_nobody_twice(cohort):
    first = factory.an_assignment(cohort)
    (newcomer,) = enrol(cohort, 1)
    assert factory.an_assignment(cohort) == first
    assert set(people(first)) == {learner(cohort, roll) for roll in (1, 2, 3)}
    with pytest.raises(ValidationError, match="all were asked for this already"):
        factory.an_assignment(cohort, due_in=30)
    factory.carry()
    assert told(newcomer.citizen) == told(learner(cohort)) == ["literacy.asked"]


def test_the_database_refuses_to_ask_one_person_twice_for_one_thing(cohort):
    assignment = factory.an_assignment(cohort, course=None)
    one = assignment.asked.first()
    same = {name: getattr(one, name) for name in ("assignment", "person", "organisation", "course")}
    with pytest.raises(IntegrityError, match="literacy_asked_once_at_a_time"), transaction.atomic():
        Asked.objects.create(**same)


def test_chosen_people_are_only_ever_from_the_organisation(cohort):
    stranger = PersonFactory()
    assignment = factory.an_assignment(cohort, whom="chosen")
    asked = assigning.ask(assignment=assignment, people=[stranger, learner(cohort)], by=cohort.coordinator)
    assert (asked, set(people(assignment))) == (1, {learner(cohort)})
    assert assigning.ask(assignment=assignment, people=[learner(cohort)], by=cohort.coordinator) == 0
    factory.carry()
    assert told(stranger) == []


def test_only_a_coordinator_asks(cohort):
    for person in (cohort.trainer, holder_of(Membership.Role.COORDINATOR, OrganisationFactory())):
        with pytest.raises(PermissionDenied):
            assigning.assign(organisation=cohort.organisation, whom="all", due_on=timezone.localdate() + DAY, by=person)


@pytest.mark.parametrize(("due_in", "field"), [(-1, "due_on"), (733, "due_on")])
def test_a_day_that_makes_no_sense_is_refused(cohort, due_in, field):
    with pytest.raises(ValidationError) as refusal:
        factory.an_assignment(cohort, due_in=due_in)
    assert set(refusal.value.error_dict) == {field}


def test_what_cannot_be_done_is_not_asked(cohort):
    draft = literacy_learning.course(state="draft").course
    with pytest.raises(ValidationError, match="cannot be begun yet"):
        factory.an_assignment(cohort, course=draft)
    with pytest.raises(ValidationError, match="belongs to another organisation"):
        assigning.assign(
            organisation=cohort.organisation,
            whom="class",
            cohort=factory.a_taught_class(),
            due_on=timezone.localdate(),
            by=cohort.coordinator,
        )


def test_a_course_is_done_once_it_is_finished(cohort):
    assignment = factory.an_assignment(cohort)
    lessons = list(cohort.course.versions.get().lessons.all())
    learning.finish_lesson(lesson=lessons[0], citizen=learner(cohort))
    assert people(assignment) == {learner(cohort, 1): False, learner(cohort, 2): False}
    for lesson in lessons:
        learning.finish_lesson(lesson=lesson, citizen=learner(cohort))
    assert people(assignment) == {learner(cohort, 1): True, learner(cohort, 2): False}
    assert (queries.totals(assignment).people, queries.totals(assignment).done) == (2, 1)


def test_an_examination_is_done_by_papers_handed_in_since_whatever_came_of_them(cohort):
    sat, waits = learner(cohort, 1), learner(cohort, 2)
    sitting = an_open(citizens=[sat])
    candidate = sitting.candidates.get(citizen=sat)
    domain = sitting.domains.first()
    attempt = assessing.open_attempt(candidate=candidate, domain=domain, by=sat)
    assignment = factory.an_assignment(cohort, course=None)
    assert people(assignment) == {sat: False, waits: False}
    assessing.submit(attempt=attempt, by=sat)
    assert people(assignment) == {sat: True, waits: False}
    Asked.objects.filter(person=sat).update(asked_at=timezone.now() + DAY)  # what was sat before does not count
    assert people(assignment)[sat] is False
    Asked.objects.filter(person=sat).update(asked_at=timezone.now() - DAY)
    sittings.void(sitting=sitting, reason="Flood", by=holder_of(Membership.Role.PROGRAMME_OFFICER))
    assert people(assignment)[sat] is False


def test_whoever_is_proficient_has_done_it_until_that_is_revoked(cohort):
    assignment = factory.an_assignment(cohort, course=None)
    reached = Proficiency.objects.create(
        citizen=learner(cohort), standard=standards.in_force(), reached_at=timezone.now() - 400 * DAY
    )
    assert people(assignment)[learner(cohort)] is True
    reached.revoked_at = timezone.now()
    reached.save()
    assert people(assignment)[learner(cohort)] is False


def test_whoever_left_is_neither_listed_nor_asked_nor_told(cohort):
    assignment = factory.an_assignment(cohort)
    gone = learner(cohort, 1)
    cohorts.leave(enrolment=cohort.enrolments.get(citizen=gone), by=cohort.coordinator)
    factory.carry()
    assert set(people(assignment)) == {learner(cohort, 2)}
    assert queries.totals(assignment).people == 1
    assert (list(queries.asked_of(gone)), told(gone)) == ([], [])


def test_who_has_not_done_it_is_reminded_once_three_days_before(cohort):
    done, waits = learner(cohort, 1), learner(cohort, 2)
    assignment = factory.an_assignment(cohort, due_in=10)
    factory.carry()
    for lesson in cohort.course.versions.get().lessons.all():
        learning.finish_lesson(lesson=lesson, citizen=done)
    now = timezone.now()
    for days in (0, 6, 7, 7, 8, 9, 10, 11):
        assigning.remind(at=now + days * DAY)
        factory.carry()
        assert told(waits) == ["literacy.asked", "literacy.due_soon"][: 1 + (days >= 7)], days
    assert told(done) == ["literacy.asked"]
    assert assignment.due_on.isoformat() == Notice.objects.get(kind="literacy.due_soon").facts["due_on"]


def test_reminders_go_out_every_morning(cohort, settings):
    assert remind_of_assignments.name in {one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()}
    factory.an_assignment(cohort, due_in=2)
    Assignment.objects.update(made_at=timezone.now() - 2 * DAY)
    remind_of_assignments()
    factory.carry()
    assert told(learner(cohort)) == ["literacy.asked", "literacy.due_soon"]


def test_what_was_asked_today_is_not_reminded_of_today(cohort):
    factory.an_assignment(cohort, due_in=2)
    assigning.remind()
    factory.carry()
    assert told(learner(cohort)) == ["literacy.asked"]


def test_another_day_is_told_and_reminded_of_anew(cohort):
    assignment = factory.an_assignment(cohort, due_in=10)
    factory.carry()
    later = assignment.due_on + 5 * DAY
    for _ in range(2):
        assigning.change_due(assignment=assignment, due_on=later, by=cohort.coordinator)
    factory.carry()
    assigning.remind(at=timezone.now() + 12 * DAY)
    factory.carry()
    assert told(learner(cohort)) == ["literacy.asked", "literacy.due_moved", "literacy.due_soon"]
    with pytest.raises(ValidationError, match="from today on"):
        assigning.change_due(assignment=assignment, due_on=timezone.localdate() - DAY, by=cohort.coordinator)


def test_one_day_cannot_be_moved_onto_another_that_asks_the_same(cohort):
    first = factory.an_assignment(cohort, due_in=10)
    (newcomer,) = enrol(cohort, 1)
    second = factory.an_assignment(cohort, due_in=20)
    assert set(people(second)) == {newcomer.citizen}
    with pytest.raises(ValidationError, match="asked by this day already"):
        assigning.change_due(assignment=second, due_on=first.due_on, by=cohort.coordinator)


def test_what_is_withdrawn_is_over_and_may_be_asked_anew(cohort):
    assignment = factory.an_assignment(cohort)
    factory.carry()
    for _ in range(2):
        assigning.withdraw(assignment=assignment, by=cohort.coordinator)
    factory.carry()
    assert told(learner(cohort)) == ["literacy.asked", "literacy.asked_no_more"]
    assert not queries.asked_of(learner(cohort)).exists()
    with pytest.raises(ValidationError, match="was withdrawn"):
        assigning.ask(assignment=assignment, people=[learner(cohort)], by=cohort.coordinator)
    assert factory.an_assignment(cohort) != assignment
    assert Assignment.objects.in_force().count() == 1


def test_whoever_is_asked_later_is_told_without_going_through_all_who_were_told(cohort):
    assignment = factory.an_assignment(cohort, whom="class")
    factory.carry()
    last = assignment.asked.order_by("pk").last().pk
    (newcomer,) = enrol(cohort, 1)
    assigning.ask(assignment=assignment, people=[newcomer.citizen], by=cohort.coordinator)
    assert Message.objects.get(kind="literacy.tell_asked", state="waiting").payload["after"] == last
    factory.carry()
    assert [told(learner(cohort, roll)) for roll in (1, 2, 3)] == [["literacy.asked"]] * 3


def test_nobody_is_asked_by_a_day_that_is_over(cohort):
    assignment = factory.an_assignment(cohort, whom="class")
    Assignment.objects.update(due_on=timezone.localdate() - DAY)
    (newcomer,) = enrol(cohort, 1)
    with pytest.raises(ValidationError, match="Choose another day first"):
        assigning.ask(assignment=assignment, people=[newcomer.citizen], by=cohort.coordinator)
    assert newcomer.citizen not in people(assignment)


def test_many_people_are_told_in_pieces(cohort, monkeypatch):
    monkeypatch.setattr(assigning, "TOLD_AT_ONCE", 2)
    enrol(cohort, 3)
    factory.an_assignment(cohort)
    factory.carry()
    assert [told(learner(cohort, roll)) for roll in range(1, 6)] == [["literacy.asked"]] * 5


def test_a_notice_names_the_course_in_both_languages(cohort):
    version = cohort.course.versions.get()
    version.title_dz = "དངུལ་སྤྲོད།"
    version.save()
    factory.an_assignment(cohort)
    factory.an_assignment(cohort, course=None)
    factory.carry()
    examination, course = Notice.objects.filter(person=learner(cohort)).order_by("-pk")
    assert version.title_en in course.subject
    with translation.override("dz"):
        assert "དངུལ་སྤྲོད།" in course.subject
    assert "Be examined in the standard" in examination.subject


def asked_to_come(cohort, sitting, **named):
    """The class is asked to come to the sitting."""
    asks = {"organisation": cohort.organisation, "whom": "class", "cohort": cohort, "by": cohort.coordinator}
    return assigning.assign(**asks | named, sitting=sitting)


def test_a_sitting_is_done_by_papers_handed_in_there_and_not_elsewhere(cohort):
    here, elsewhere = learner(cohort, 1), learner(cohort, 2)
    sitting = a_coming()
    assignment = asked_to_come(cohort, sitting)
    assert assignment.due_on == timezone.localdate(sitting.starts_at)
    assert people(assignment) == {here: False, elsewhere: False}
    other = an_open(citizens=[elsewhere])
    sit(other.candidates.get(), other.domains.first())
    held = an_open(citizens=[here])
    sit(held.candidates.get(), held.domains.first(), 0)
    Candidate.objects.filter(sitting=held).update(sitting=sitting)
    assert people(assignment) == {here: True, elsewhere: False}
    reached = {"standard": standards.in_force(), "reached_at": timezone.now()}
    Proficiency.objects.create(citizen=elsewhere, **reached)
    assert people(assignment) == {here: True, elsewhere: True}


def test_a_sitting_is_asked_for_once_and_beside_others_and_named_in_the_notice(cohort):
    sittings_ahead = [a_coming(days=days) for days in (3, 4)]
    for sitting in sittings_ahead:
        asked_to_come(cohort, sitting)
    factory.an_assignment(cohort, course=None)
    assert asked_to_come(cohort, sittings_ahead[0]) == Assignment.objects.get(sitting=sittings_ahead[0])
    factory.carry()
    assert told(learner(cohort)) == ["literacy.asked"] * 3
    notice = Notice.objects.filter(person=learner(cohort)).order_by("pk")[0]
    place, start = sittings_ahead[0].centre.name, sittings_ahead[0].starts_at
    assert f"Come to the examination at {place}, {moment(start)}" in notice.subject
    assert len(queries.asked_of(learner(cohort))) == 3
    assert len(queries.asked_of(learner(cohort), at=start + DAY)) == 2  # nobody can come to what is over
    begun = an_open()
    with pytest.raises(ValidationError, match="not to come any more"):
        asked_to_come(cohort, begun)


def test_what_is_asked_follows_the_sitting_to_another_day_and_ends_with_it(cohort):
    officer, sitting = holder_of(Membership.Role.PROGRAMME_OFFICER), a_coming()
    assignment = asked_to_come(cohort, sitting)
    factory.carry()
    with pytest.raises(ValidationError, match="that of the sitting"):
        assigning.change_due(assignment=assignment, due_on=assignment.due_on + DAY, by=cohort.coordinator)
    times = {"starts_at": sitting.starts_at + DAY, "ends_at": sitting.ends_at + DAY}
    scheduling.reschedule(sitting=sitting, **times, reason="Snow", by=officer)
    factory.carry()
    moved = Assignment.objects.get()
    assert moved.due_on == assignment.due_on + DAY
    scheduling.cancel(sitting=sitting, reason="More snow", by=officer)
    factory.carry()
    assigning.follow_sitting(sitting=sitting.pk, by=officer.pk)  # again
    assert Assignment.objects.get().withdrawn_by == officer
    assert told(learner(cohort)) == ["literacy.asked", "literacy.due_moved", "literacy.asked_no_more"]
    assert not queries.asked_of(learner(cohort)).exists()
