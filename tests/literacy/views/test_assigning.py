"""The coordinator's pages of what is asked: done or not yet, and nothing more."""

import csv
import io
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.people.models import Membership, User
from literacy.actions import assessing, booking, learning
from literacy.models import Asked, Assignment, Domain
from tests.factories import literacy_teaching as factory
from tests.factories.literacy_assessment import an_open
from tests.factories.literacy_booking import a_coming
from tests.factories.literacy_classes import learner
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cohort():
    return factory.a_taught_class()


@pytest.fixture
def desk(client, cohort):
    """The coordinator's browser."""
    client.force_login(cohort.coordinator)
    return client


def of(assignment, name="assignment"):
    """A page of the assignment."""
    return reverse(f"literacy:{name}", args=[assignment.public_id])


def typed(cohort, **changes):
    """What the form sends."""
    day = timezone.localdate() + 14 * DAY
    whole = {"organisation": cohort.organisation.pk, "what": cohort.course.slug, "whom": "all"}
    return whole | {"due_on_0": day.day, "due_on_1": day.month, "due_on_2": day.year} | changes


def table(answer):
    """The rows of a CSV."""
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_page_and_csv_say_done_or_not_yet_and_nothing_else(desk, cohort):
    sat, waits = learner(cohort, 1), learner(cohort, 2)
    sitting = an_open(citizens=[sat])
    assignment = factory.an_assignment(cohort, course=None)
    attempt = assessing.open_attempt(candidate=sitting.candidates.get(), domain=sitting.domains.first(), by=sat)
    assessing.submit(attempt=attempt, by=sat)  # a blank paper: failed
    rows = table(desk.get(of(assignment, "assignment_csv")))
    assert rows == [
        ["Full name", "Class", "State"],
        [sat.full_name, f"{cohort.name}: 1", "Done"],
        [waits.full_name, f"{cohort.name}: 2", "Not yet"],
    ]
    page = desk.get(of(assignment)).text
    main = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<tbody>")[1].split("</tbody>")[0])).strip()
    assert main == f"{sat.full_name} {cohort.name}, 1 Done {waits.full_name} {cohort.name}, 2 Not yet"
    for secret in (*Domain.objects.values_list("name_en", flat=True), "passed", "failed", str(attempt.public_id), "%"):
        assert secret not in page.split("<main")[1].split("</main")[0], secret


def test_the_page_says_what_done_means(desk, cohort):
    examination, course = (factory.an_assignment(cohort, course=None), factory.an_assignment(cohort))
    assert "or has handed in papers in a sitting since being asked" in desk.get(of(examination)).text
    assert "Done: has finished the course" in desk.get(of(course)).text


def test_totals_and_tabs_tell_the_same(desk, cohort):
    assignment = factory.an_assignment(cohort)
    for lesson in cohort.course.versions.get().lessons.all():
        learning.finish_lesson(lesson=lesson, citizen=learner(cohort, 2))
    shown = {show: desk.get(of(assignment), {"show": show}).context for show in ("", "done", "open")}
    assert (shown[""]["totals"].people, shown[""]["totals"].done, shown[""]["totals"].not_yet) == (2, 1, 1)
    assert [one.person for one in shown["done"]["page"]] == [learner(cohort, 2)]
    assert [one.person for one in shown["open"]["page"]] == [learner(cohort, 1)]


@pytest.mark.parametrize("many", [1, 3])
def test_lists_take_the_same_queries(client, django_assert_num_queries, many):
    cohort = factory.a_taught_class(learners=many)
    for number in range(many):
        assignment = factory.an_assignment(
            cohort, due_in=number, course=None if number else cohort.course, whom="chosen"
        )
    factory.an_assignment(cohort, whom="class")
    client.force_login(cohort.coordinator)
    with django_assert_num_queries(6):
        page = client.get(reverse("literacy:assignments"))
    assert len(page.context["page"].object_list) == many + 1
    assignment = Assignment.objects.get(whom="class")
    with django_assert_num_queries(9):
        assert len(client.get(of(assignment)).context["page"].object_list) == many
    with django_assert_num_queries(7):
        assert len(client.get(of(assignment, "assignment_people")).context["page"].object_list) == many


def test_a_coordinator_asks_everybody(desk, cohort):
    answer = desk.post(reverse("literacy:assignment_new"), typed(cohort), follow=True)
    assert "Everybody is told in the portal." in answer.text
    assert set(Asked.objects.values_list("person", flat=True)) == {learner(cohort, 1).pk, learner(cohort, 2).pk}
    again = desk.post(reverse("literacy:assignment_new"), typed(cohort), follow=True)
    assert again.redirect_chain == answer.redirect_chain
    assert Asked.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"whom": "class"}, "Choose the class that you ask."),
        ({"due_on_2": "2020"}, "Choose a day from today on"),
        ({"what": "cooking"}, "cooking"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(desk, cohort, changes, said):
    answer = desk.post(reverse("literacy:assignment_new"), typed(cohort, **changes))
    assert answer.status_code == 422
    assert said in answer.text
    assert not Assignment.objects.exists()


def test_chosen_people_are_ticked_among_the_organisations_own(desk, cohort):
    stranger = PersonFactory(full_name="Deki Stranger")
    answer = desk.post(reverse("literacy:assignment_new"), typed(cohort, whom="chosen", what="examination"))
    there = answer.url
    page = desk.get(there, {"q": "deki"})
    assert {person.pk for person in page.context["page"]} == {learner(cohort, 1).pk, learner(cohort, 2).pk}
    assert stranger.full_name not in page.text
    ticked = [str(stranger.public_id), str(learner(cohort, 1).public_id), str(uuid4()), "x' or 1=1", "-" * 36]
    assert "1 person is asked now." in desk.post(there, {"person": ticked}, follow=True).text
    assert [one.person for one in Asked.objects.all()] == [learner(cohort, 1)]
    assert desk.get(there).text.count(" checked disabled") == 1


def test_the_day_is_changed_and_the_whole_withdrawn(desk, cohort):
    assignment = factory.an_assignment(cohort)
    day = timezone.localdate() + 20 * DAY
    sent = {"due_on_0": day.day, "due_on_1": day.month, "due_on_2": day.year}
    assert desk.post(of(assignment, "assignment_due"), sent, follow=True).status_code == 200
    assert Assignment.objects.get().due_on == day
    assert desk.post(of(assignment, "assignment_due"), sent | {"due_on_2": "1999"}).status_code == 422
    assert "Nobody is asked any more." in desk.post(of(assignment, "assignment_withdraw"), follow=True).text
    assert desk.post(of(assignment, "assignment_people"), {"person": []}).status_code == 422


def test_assignments_are_for_the_coordinators_of_the_organisation(client, cohort):
    assignment = factory.an_assignment(cohort)
    names = ("assignment", "assignment_csv", "assignment_people", "assignment_due", "assignment_withdraw")
    others = [
        learner(cohort),
        cohort.trainer,
        holder_of(Membership.Role.COORDINATOR, OrganisationFactory()),
        holder_of(Membership.Role.PROGRAMME_OFFICER),
    ]
    for person in others:
        client.force_login(person)
        for name in names:
            assert client.get(of(assignment, name)).status_code in (404, 405), (person, name)
            assert client.post(of(assignment, name)).status_code in (404, 405), (person, name)
    assert Assignment.objects.in_force().exists()


def test_a_learner_sees_what_is_asked_on_their_page_and_at_the_course(client, cohort):
    assignment = factory.an_assignment(cohort)
    factory.an_assignment(cohort, course=None)
    client.force_login(learner(cohort))
    page = client.get(reverse("my_page")).text
    assert page.count(f"{cohort.organisation} asks you to do this by") == 2
    assert (
        f"{cohort.organisation} asks you to finish this course by" in client.get(cohort.course.get_absolute_url()).text
    )
    client.force_login(PersonFactory())
    assert "asks you" not in client.get(cohort.course.get_absolute_url()).text
    assert (
        Assignment.objects.get(pk=assignment.pk).asked.count() == User.objects.filter(enrolments__isnull=False).count()
    )


def test_a_class_is_asked_to_come_to_the_sitting_in_which_it_has_seats(desk, client, cohort):
    sitting = a_coming()
    booking.book(sitting=sitting, citizen=learner(cohort, 1), by=learner(cohort, 1))
    there = f"{reverse('literacy:assignment_new')}?sitting={sitting.public_id}"
    finding = reverse("literacy:find_sittings")
    assert finding in desk.get(reverse("literacy:assignment_new")).text
    for address in (finding, reverse("literacy:cohort_seats", args=[cohort.public_id])):
        assert there in desk.get(address).text
    words = f"Come to the examination at {sitting.centre.name}"
    assert words in desk.get(there).text
    sent = {"organisation": cohort.organisation.pk, "whom": "class", "cohort": cohort.pk}
    page = desk.post(there, sent, follow=True).text
    assert (words in page, "Another day" in page) == (True, False)
    assert words in desk.get(reverse("literacy:assignments")).text
    client.force_login(learner(cohort, 2))
    assert there not in client.get(finding).text
    mine = client.get(reverse("my_page")).text
    assert (words in mine, reverse("literacy:book", args=[sitting.public_id]) in mine) == (True, True)


@pytest.mark.parametrize("wrong", ["", "nonsense", str(UUID(int=7))])
def test_a_sitting_that_is_not_to_come_is_asked_of_nobody(desk, wrong):
    assert desk.get(reverse("literacy:assignment_new"), {"sitting": wrong}).status_code == 404
