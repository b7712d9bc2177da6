"""The trainer's desk, and the learner's own attendance."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.models import Membership, User
from literacy.actions import attending, teaching
from literacy.models import Attendance, ClassSession, Enrolment
from literacy.views import teaching as views
from tests.factories import literacy_teaching as factory
from tests.factories.literacy_classes import learner
from tests.factories.people import holder_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cohort():
    return factory.a_taught_class()


@pytest.fixture
def desk(client, cohort):
    """The trainer's browser."""
    client.force_login(cohort.trainer)
    return client


def of_class(name, cohort):
    """A page of the class."""
    return reverse(f"literacy:{name}", args=[cohort.public_id])


def typed(**changes):
    """A session as its form sends it: tomorrow at nine."""
    day = timezone.localdate() + DAY
    whole = {"day_0": day.day, "day_1": day.month, "day_2": day.year, "hour": "09:00", "minutes": "60", "weeks": "1"}
    return whole | {"place": "School hall", "spoken_language": "dz"} | changes


# --- lists ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("many", [1, 3])
def test_the_desk_takes_the_same_queries_however_many_classes(client, django_assert_num_queries, many):
    first = factory.a_taught_class()
    for _ in range(many - 1):
        factory.a_taught_class(organisation=first.organisation)
    coordinator = first.coordinator
    for held in first.organisation.cohorts.all():
        factory.a_session(held, begins=DAY, by=coordinator)
        factory.a_session(held, begins=-DAY, by=coordinator)
    client.force_login(coordinator)
    with django_assert_num_queries(9):
        page = client.get(reverse("literacy:teaching"))
    assert len(page.context["glances"]) == many
    assert len(page.context["coming"].object_list) == len(page.context["missing"]) == many


def test_a_class_at_a_glance_tells_stuck_from_never_began(desk):
    cohort = factory.a_taught_class(learners=5)
    version = cohort.course.versions.get()
    stuck, learning, finished, long_finished = [learner(cohort, roll) for roll in range(1, 5)]
    ago = timezone.now() - 15 * DAY
    version.progress.create(citizen=stuck, last_at=ago)
    version.progress.create(citizen=learning)
    version.progress.create(citizen=finished, completed_at=timezone.now())
    version.progress.create(citizen=long_finished, last_at=ago, completed_at=ago)
    desk.force_login(cohort.trainer)
    (glance,) = desk.get(reverse("literacy:teaching")).context["glances"]
    assert (glance.learners, glance.completed, glance.stuck, glance.never_began) == (5, 2, 1, 1)


def test_a_trainer_sees_only_what_they_teach(desk, cohort):
    other = factory.a_taught_class(organisation=cohort.organisation)
    session = factory.a_session(other, begins=DAY)
    page = desk.get(reverse("literacy:teaching")).text
    assert (cohort.name in page, other.name in page) == (True, False)
    for name in ("teaching_class", "session_plan", "regularity", "regularity_csv", "attendance_list", "poster"):
        assert desk.get(of_class(name, other)).status_code == 404
        assert desk.get(of_class(name, cohort)).status_code == 200
    for name in ("session", "session_change", "session_cancel", "attendance"):
        assert desk.get(reverse(f"literacy:{name}", args=[session.public_id])).status_code == 404
        assert desk.post(reverse(f"literacy:{name}", args=[session.public_id])).status_code in (404, 405)


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(("name", "made"), [("teaching_class", 10), ("regularity", 7), ("attendance_list", 6)])
def test_pages_of_a_class_take_the_same_queries(client, django_assert_num_queries, name, made, many):
    cohort = factory.a_taught_class(learners=many)
    for number in range(many):
        attending.everybody_came(session=factory.a_session(cohort, begins=-number * DAY - DAY), by=cohort.coordinator)
    client.force_login(cohort.coordinator)
    with django_assert_num_queries(made):
        assert client.get(of_class(name, cohort), {"show": "past"}).status_code == 200


def test_the_coordinator_gives_the_class_a_trainer(client, cohort):
    teacher = holder_of(Membership.Role.TRAINER, cohort.organisation)
    client.force_login(cohort.coordinator)
    for chosen, trainer in [(teacher.pk, teacher), (learner(cohort).pk, teacher), ("", None)]:
        client.post(of_class("class_trainer", cohort), {"trainer": chosen})
        cohort.refresh_from_db()
        assert cohort.trainer == trainer


# --- planning ---------------------------------------------------------------------------------------------------------
def test_a_trainer_plans_a_series_and_comes_back_to_the_class(desk, cohort):
    lesson = cohort.course.versions.get().lessons.first()
    sent = typed(weeks="4", taught_by=cohort.trainer.pk, lessons=[lesson.pk])
    answer = desk.post(of_class("session_plan", cohort), sent, follow=True)
    assert "4 sessions are planned." in answer.text
    assert {tuple(one.lessons.all()) for one in cohort.sessions.all()} == {(lesson,)}
    assert {f"{timezone.localtime(one.starts_at):%H:%M}" for one in cohort.sessions.all()} == {"09:00"}


def test_two_sessions_at_one_hour_are_refused_in_words(desk, cohort):
    sent = typed(taught_by=cohort.trainer.pk)
    desk.post(of_class("session_plan", cohort), sent)
    again = desk.post(of_class("session_plan", cohort), sent | {"minutes": "90"})
    assert again.status_code == 422
    assert f"teaches {cohort.name} then" in again.text
    assert cohort.sessions.count() == 1


def test_the_form_offers_only_who_teaches_in_the_organisation(desk, cohort):
    holder_of(Membership.Role.TRAINER, factory.a_taught_class().organisation)
    form = desk.get(of_class("session_plan", cohort)).context["form"]
    assert set(form.fields["taught_by"].queryset) == {cohort.trainer, cohort.coordinator}


def test_a_session_is_moved_and_cancelled(desk, cohort):
    session = factory.a_session(cohort, begins=DAY, weeks=2)
    there = reverse("literacy:session_change", args=[session.public_id])
    assert 'value="School hall"' in desk.get(there).text
    desk.post(there, typed(hour="14:30", taught_by=cohort.trainer.pk, note="Chalk"))
    session.refresh_from_db()
    assert (f"{timezone.localtime(session.starts_at):%H:%M}", session.note) == ("14:30", "Chalk")
    there = reverse("literacy:session_cancel", args=[session.public_id])
    assert desk.post(there, {"reason": ""}).status_code == 422
    assert "Harvest" in desk.post(there, {"reason": "Harvest", "later": "on"}, follow=True).text
    assert set(cohort.sessions.values_list("state", flat=True)) == {"cancelled"}
    assert desk.post(there, {"reason": "Twice"}, follow=True).status_code == 200


def test_what_is_over_and_was_not_entered_is_asked_for(desk, cohort):
    session = factory.a_session(cohort, begins=-2 * DAY)
    there = reverse("literacy:attendance", args=[session.public_id])
    assert there in desk.get(reverse("literacy:teaching")).text
    desk.post(there, {"shown": "1", "go": "everybody"})
    assert there not in desk.get(reverse("literacy:teaching")).text


# --- who came ---------------------------------------------------------------------------------------------------------
def register(session):
    """The address of the register."""
    return reverse("literacy:attendance", args=[session.public_id])


def ticks(cohort, shown=None, **chosen):
    """What a page sends: r1="late", shown before as `shown`."""
    ids = dict(cohort.enrolments.values_list("roll_number", "public_id"))
    sent = {}
    for roll, state in chosen.items():
        sent |= {f"is-{ids[int(roll[1:])]}": state, f"was-{ids[int(roll[1:])]}": shown or ""}
    return sent


def test_a_large_class_is_entered_page_by_page_and_nothing_ticked_is_lost(client, monkeypatch):
    monkeypatch.setattr(views, "REGISTER", 2)
    cohort = factory.a_taught_class(learners=5)
    session = factory.a_session(cohort)
    client.force_login(cohort.trainer)
    answer = client.post(register(session), ticks(cohort, r1="present", r2="late") | {"shown": "1", "go": "2"})
    assert answer.url == register(session) + "?page=2"
    answer = client.post(register(session), ticks(cohort, r3="absent") | {"shown": "2", "go": "1"})
    assert answer.url == register(session) + "?page=1"
    page = client.get(answer.url).text
    assert page.count(" checked") == 2
    answer = client.post(register(session), ticks(cohort, r5="excused") | {"shown": "3", "go": "done"})
    assert answer.url == session.get_absolute_url()
    entered = Attendance.objects.order_by("enrolment__roll_number").values_list("enrolment__roll_number", "state")
    assert list(entered) == [(1, "present"), (2, "late"), (3, "absent"), (5, "excused")]


def test_all_were_here_keeps_what_was_ticked_before(desk, cohort):
    session = factory.a_session(cohort)
    desk.post(register(session), ticks(cohort, r2="absent") | {"shown": "1", "go": "everybody"})
    assert dict(Attendance.objects.values_list("enrolment__roll_number", "state")) == {1: "present", 2: "absent"}
    assert "All entered: 1 of 2 came" in desk.get(register(session)).text


@pytest.mark.parametrize("odd", [{"go": "9" * 400}, {"go": "²"}, {"go": "../.."}, {"shown": "x"}, {}])
def test_a_changed_page_writes_nothing_odd(desk, cohort, odd):
    session = factory.a_session(cohort)
    stranger = factory.a_taught_class()
    sent = ticks(cohort, r1="here") | ticks(stranger, r1="late") | odd
    assert desk.post(register(session), sent).status_code == 302
    assert not Attendance.objects.exists()


def test_a_session_that_has_not_begun_shows_why_and_takes_nothing(desk, cohort):
    session = factory.a_session(cohort, begins=DAY)
    answer = desk.post(register(session), ticks(cohort, r1="present") | {"shown": "1"})
    assert answer.status_code == 422
    assert "has not begun yet" in answer.text
    assert "<form" not in desk.get(register(session)).text.split("<main")[1].split("</main")[0]
    assert not Attendance.objects.exists()


def test_a_trainer_reads_after_a_week_and_the_coordinator_writes(desk, cohort):
    session = factory.a_session(cohort, begins=-9 * DAY)
    assert "Ask the coordinator" in desk.get(register(session)).text
    desk.force_login(cohort.coordinator)
    desk.post(register(session), {"shown": "1", "go": "everybody"})
    page = desk.get(register(session)).text
    assert page.count(f"Entered later, by {cohort.coordinator.full_name}") == 2


@pytest.mark.parametrize("many", [1, 3])
def test_a_register_takes_the_same_queries_however_large(client, django_assert_num_queries, many):
    cohort = factory.a_taught_class(learners=many)
    session = factory.a_session(cohort)
    attending.everybody_came(session=session, by=cohort.trainer)
    client.force_login(cohort.trainer)
    with django_assert_num_queries(9):
        assert client.get(register(session)).text.count('class="quad"') == many


def test_a_class_shows_how_regularly_people_come(desk, cohort):
    for number, state in enumerate(["present", "late", "absent", "excused"]):
        session = factory.a_session(cohort, begins=-number * DAY - DAY)
        attending.enter(session=session, marks={factory.rolls(cohort)[1]: ("", state)}, by=cohort.coordinator)
    first, second = desk.get(of_class("regularity", cohort)).context["rows"]
    assert (first.tally.percent, second.tally.percent) == (66, None)
    for name in ("cohort", "teaching_class"):
        assert "66 %" in desk.get(of_class(name, cohort)).text


def test_attendance_leaves_as_csv_that_no_spreadsheet_runs(desk, cohort):
    User.objects.filter(pk=learner(cohort).pk).update(full_name='=HYPERLINK("http://x")')
    attending.everybody_came(session=factory.a_session(cohort), by=cohort.trainer)
    answer = desk.get(of_class("regularity_csv", cohort))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0] == ["Roll number", "Full name", "Here", "Late", "Not here", "Excused", "Came, percent"]
    assert rows[1] == ["1", '\'=HYPERLINK("http://x")', "1", "0", "0", "0", "100"]
    assert Entry.objects.filter(verb="people:downloaded", subject=str(cohort.public_id)).exists()


# --- the learner ------------------------------------------------------------------------------------------------------
def test_a_learner_sees_their_own_attendance_and_nobody_elses(cohort):
    attending.enter(
        session=factory.a_session(cohort, begins=-DAY),
        marks={factory.rolls(cohort)[1]: ("", "late"), factory.rolls(cohort)[2]: ("", "absent")},
        by=cohort.trainer,
    )
    ahead = factory.a_session(cohort, begins=DAY)
    teaching.cancel(session=ahead, reason="The bridge is closed.", by=cohort.trainer)
    factory.a_session(factory.a_taught_class(), begins=DAY)
    client = Client()
    client.force_login(learner(cohort, 1))
    coming, over = [client.get(reverse("literacy:my_attendance"), {"show": show}) for show in ("", "past")]
    assert [len(page.context["page"].object_list) for page in (coming, over)] == [1, 1]
    assert ("You came late" in over.text, "You were not here" in over.text) == (True, False)
    assert "The bridge is closed." in coming.text


def test_a_learner_who_left_sees_the_sessions_of_their_time(cohort):
    factory.a_session(cohort, begins=-3 * DAY)
    factory.a_session(cohort, begins=3 * DAY)
    Enrolment.objects.filter(citizen=learner(cohort)).update(left_at=timezone.now())
    client = Client()
    client.force_login(learner(cohort))
    assert not client.get(reverse("literacy:my_attendance")).context["page"].object_list
    (only,) = client.get(reverse("literacy:my_attendance"), {"show": "past"}).context["page"].object_list
    assert only == ClassSession.objects.earliest("starts_at")


def test_my_page_says_when_the_class_meets_next(client, cohort):
    factory.a_session(cohort, begins=5 * DAY, place="Lhakhang")
    factory.a_session(cohort, begins=2 * DAY, place="School hall")
    client.force_login(learner(cohort))
    page = client.get(reverse("my_page")).text
    assert ("School hall" in page, "Lhakhang" in page) == (True, False)
