"""Sessions: planned, changed, cancelled; the class hears of it."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.notices.models import Notice
from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.templatetags.dzongkha import moment
from literacy.actions import teaching
from literacy.models import Centre, ClassSession, Cohort
from tests.factories import literacy_learning
from tests.factories import literacy_teaching as factory
from tests.factories.literacy_classes import enrol, learner
from tests.factories.people import holder_of

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def cohort():
    return factory.a_taught_class()


def told(person):
    """What the person was told, by kind, the first notice first."""
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def move(session, **changes):
    """The session changed in these ways."""
    given = {name: changes.pop(name, getattr(session, name)) for name in ("starts_at", "minutes")}
    whole = factory.details(session.cohort, taught_by=session.taught_by, place=session.place) | changes
    return teaching.change(session=session, details=whole, by=session.cohort.coordinator, **given)


def test_a_weekly_series_keeps_its_hour_in_thimphu(cohort):
    start = timezone.make_aware(datetime.combine(timezone.localdate() + DAY, datetime.min.time())) + 9 * HOUR
    planned = teaching.plan(
        cohort=cohort, starts_at=start, minutes=90, weeks=5, details=factory.details(cohort), by=cohort.trainer
    )
    assert [f"{timezone.localtime(one.starts_at):%H:%M}" for one in planned] == ["09:00"] * 5
    assert [(one.starts_at - start).days for one in planned] == [0, 7, 14, 21, 28]
    assert {(one.minutes, one.state, one.series) for one in planned} == {(90, "planned", planned[0].series)}
    assert Entry.objects.get(verb="cohort:sessions_planned").subject == str(cohort.public_id)


def test_planning_twice_is_planning_once(cohort):
    start = timezone.now() + DAY
    for _ in range(2):
        planned = teaching.plan(
            cohort=cohort, starts_at=start, minutes=60, weeks=2, details=factory.details(cohort), by=cohort.trainer
        )
    assert set(planned) == set(ClassSession.objects.all())
    assert ClassSession.objects.count() == 2
    assert Entry.objects.filter(verb="cohort:sessions_planned").count() == 1


def test_a_series_that_meets_another_class_of_the_trainer_is_refused_whole_and_names_it(cohort):
    other = factory.a_taught_class(organisation=cohort.organisation)
    factory.a_session(other, begins=DAY + 7 * DAY, taught_by=cohort.trainer)
    with pytest.raises(ValidationError, match=f"teaches {other.name} then"):
        factory.a_session(cohort, begins=DAY, weeks=3)
    assert cohort.sessions.count() == 0


@pytest.mark.parametrize(
    ("named", "field"),
    [
        ({"weeks": 27}, "weeks"),
        ({"weeks": 0}, "weeks"),
        ({"minutes": 9}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"begins": timedelta(days=-61)}, "day"),
        ({"begins": timedelta(days=367)}, "day"),
        ({"place": ""}, "place"),
        ({"place": "", "centre": Centre(closed_since=timezone.localdate())}, "centre"),
    ],
)
def test_a_session_that_cannot_be_is_refused_at_its_field(cohort, named, field):
    with pytest.raises(ValidationError) as refusal:
        factory.a_session(cohort, **named)
    assert set(refusal.value.error_dict) == {field}


def test_only_who_teaches_plans_and_only_who_may_teach_is_planned(cohort):
    stranger = holder_of(Membership.Role.COORDINATOR, factory.a_taught_class().organisation)
    with pytest.raises(PermissionDenied):
        factory.a_session(cohort, by=stranger)
    with pytest.raises(ValidationError, match="no trainer of the organisation"):
        factory.a_session(cohort, taught_by=stranger)
    foreign = literacy_learning.course().lessons.first()
    with pytest.raises(ValidationError, match="lessons of the course"):
        factory.a_session(cohort, lessons=[foreign])


def test_a_trainer_writes_down_a_session_of_last_week_and_the_coordinator_an_older_one(cohort):
    factory.a_session(cohort, begins=-6 * DAY, by=cohort.trainer)
    with pytest.raises(ValidationError, match="too long ago"):
        factory.a_session(cohort, begins=-20 * DAY, by=cohort.trainer)
    factory.a_session(cohort, begins=-20 * DAY, by=cohort.coordinator)


def test_a_trainer_hears_of_sessions_that_others_planned_for_them(cohort):
    factory.a_session(cohort, begins=DAY, by=cohort.trainer)
    assert told(cohort.trainer) == []
    factory.a_session(cohort, begins=2 * DAY, weeks=2, by=cohort.coordinator)
    assert told(cohort.trainer) == ["literacy.sessions_given"]
    assert "Sessions planned for you: 2." in Notice.objects.get().body


def test_a_trainer_hears_of_weeks_that_others_added(cohort):
    start = timezone.now() + DAY
    planned = {"cohort": cohort, "starts_at": start, "minutes": 60, "details": factory.details(cohort)}
    for weeks in (2, 2, 5):
        teaching.plan(**planned, weeks=weeks, by=cohort.coordinator)
    first, added = Notice.objects.filter(person=cohort.trainer).order_by("pk")
    assert ["Sessions planned for you: 2." in first.body, "Sessions planned for you: 3." in added.body] == [True, True]
    assert moment(start + 14 * DAY) in added.body


def test_a_trainer_hears_of_sessions_that_others_moved_and_once_of_all_that_others_cancelled(cohort):
    session = factory.a_session(cohort, begins=DAY, weeks=3, by=cohort.trainer)
    session = move(session, starts_at=session.starts_at + HOUR)
    move(session, note="Bring chalk")
    assert told(cohort.trainer) == ["literacy.session_moved_for_trainer"]
    teaching.cancel(session=session, reason="Harvest", later=True, by=cohort.coordinator)
    assert told(cohort.trainer)[1:] == ["literacy.sessions_taken_away"]
    assert ": 3. The first one was to be on" in Notice.objects.filter(person=cohort.trainer).first().body
    own = factory.a_session(cohort, begins=DAY, by=cohort.trainer)
    teaching.cancel(session=own, reason="Ill", by=cohort.trainer)
    assert len(told(cohort.trainer)) == 2


def test_a_class_hears_once_of_another_time_and_not_of_another_note(cohort):
    session = factory.a_session(cohort, begins=DAY, by=cohort.trainer)
    move(session, note="Bring chalk")
    factory.carry()
    assert told(learner(cohort)) == []
    session = move(session, starts_at=session.starts_at + HOUR)
    factory.carry()
    teaching.tell_class(session=session.pk, what="moved", revision=session.revision, after=0)  # again
    assert [told(learner(cohort, roll)) for roll in (1, 2)] == [["literacy.session_moved"]] * 2
    move(session, place="Under the big tree")
    factory.carry()
    assert told(learner(cohort)) == ["literacy.session_moved"] * 2
    assert "Under the big tree" in Notice.objects.filter(person=learner(cohort)).first().body


def test_what_was_overtaken_by_a_later_change_is_left_unsaid(cohort):
    session = factory.a_session(cohort, begins=DAY, by=cohort.trainer)
    move(session, starts_at=session.starts_at + HOUR)
    teaching.cancel(session=session, reason="The bridge is closed.", by=cohort.trainer)
    factory.carry()
    assert told(learner(cohort)) == ["literacy.session_cancelled"]
    assert "The bridge is closed." in Notice.objects.filter(person=learner(cohort)).get().body


def test_a_large_class_is_told_in_pieces_each_person_once(cohort, monkeypatch):
    monkeypatch.setattr(teaching, "TOLD_AT_ONCE", 2)
    enrol(cohort, 3)
    session = factory.a_session(cohort, begins=DAY, by=cohort.trainer)
    teaching.cancel(session=session, reason="Snow", by=cohort.trainer)
    factory.carry()
    assert [told(learner(cohort, roll)) for roll in range(1, 6)] == [["literacy.session_cancelled"]] * 5


def test_a_change_of_what_is_over_is_told_to_nobody(cohort):
    session = factory.a_session(cohort, begins=-3 * DAY, by=cohort.trainer)
    move(session, starts_at=session.starts_at - HOUR)
    factory.carry()
    assert told(learner(cohort)) == []


def test_the_rest_of_a_series_is_cancelled_with_one(cohort):
    first = factory.a_session(cohort, begins=DAY, weeks=3)
    second = cohort.sessions.all()[1]
    teaching.cancel(session=second, reason="Harvest", later=True, by=cohort.trainer)
    assert list(cohort.sessions.values_list("state", flat=True)) == ["planned", "cancelled", "cancelled"]
    assert teaching.cancel(session=second, reason="Again", by=cohort.trainer) == []
    second.refresh_from_db()
    assert second.cancel_reason == "Harvest"
    with pytest.raises(ValidationError, match="Say why"):
        teaching.cancel(session=first, reason=" ", by=cohort.trainer)
    with pytest.raises(ValidationError, match="held or cancelled"):
        move(second)


def test_a_class_is_given_to_a_trainer_who_is_told_and_sees_it(cohort):
    teacher = holder_of(Membership.Role.TRAINER, cohort.organisation)
    for _ in range(2):
        teaching.give_trainer(cohort=cohort, trainer=teacher, by=cohort.coordinator)
    assert told(teacher) == ["literacy.class_given"]
    assert list(Cohort.objects.taught_by(teacher)) == [cohort]
    with pytest.raises(PermissionDenied):
        teaching.give_trainer(cohort=cohort, trainer=teacher, by=teacher)
    with pytest.raises(ValidationError, match="no trainer of the organisation"):
        teaching.give_trainer(cohort=cohort, trainer=learner(cohort), by=cohort.coordinator)
    assert teaching.give_trainer(cohort=cohort, trainer=None, by=cohort.coordinator).trainer is None


def test_a_session_moves_to_a_trainer_who_is_told(cohort):
    session = factory.a_session(cohort, begins=DAY, by=cohort.trainer)
    stand_in = holder_of(Membership.Role.TRAINER, cohort.organisation)
    assert move(session, taught_by=stand_in).taught_by == stand_in
    assert told(stand_in) == ["literacy.sessions_given"]
    assert told(cohort.trainer) == ["literacy.sessions_taken_away"]
    for teacher in (cohort.trainer, stand_in):
        move(session, taught_by=teacher)
    assert told(stand_in)[1:] == ["literacy.sessions_taken_away", "literacy.sessions_given"]
