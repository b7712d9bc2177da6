"""What stands first on a person's own page."""

import pytest
from django.urls import reverse

from intelligent_bhutan.people.models import Membership
from literacy.actions import learning
from tests.factories import literacy_classes, literacy_learning
from tests.factories.literacy_assessment import an_open, sit
from tests.factories.people import PersonFactory, holder_of

pytestmark = pytest.mark.django_db
OPEN = "Your examination is open"


def my_page(client, person):
    client.force_login(person)
    return client.get(reverse("my_page")).text.split("<main")[1]


def test_an_open_examination_stands_before_all_else_until_everything_is_handed_in(client):
    person = PersonFactory()
    sitting = an_open(citizens=[person, PersonFactory()])
    page = my_page(client, person)
    assert page.index(OPEN) < page.index(f'href="{reverse("literacy:exam")}"') < page.index("Start learning")
    candidate = sitting.candidates.get(citizen=person)
    first, second = sitting.domains.all()
    sit(candidate, first, 0)
    assert OPEN in my_page(client, person)
    sit(candidate, second, 5)
    assert OPEN not in my_page(client, person)


def test_an_examination_is_open_to_whoever_was_let_in_and_to_nobody_else(client):
    sitting = an_open()
    person = sitting.candidates.get().citizen
    assert OPEN not in my_page(client, PersonFactory())
    sitting.candidates.update(state="registered")
    assert OPEN not in my_page(client, person)


def test_a_learner_of_a_class_begins_its_course_from_there(client):
    cohort = literacy_classes.a_class()
    version, person = cohort.course.versions.get(), literacy_classes.learner(cohort)
    page = my_page(client, person)
    assert f'href="{version.course.get_absolute_url()}"' in page
    assert ("For your class" in page, "Start learning" in page) == (True, False)
    learning.open_lesson(lesson=version.lessons.first(), citizen=person)
    assert "For your class" not in my_page(client, person)


def test_who_left_the_class_is_not_sent_to_its_course(client):
    cohort = literacy_classes.a_class()
    cohort.enrolments.update(left_at=cohort.created_at)
    assert "For your class" not in my_page(client, literacy_classes.learner(cohort))


def test_staff_see_their_work_before_learning(client):
    page = my_page(client, holder_of(Membership.Role.INVIGILATOR))
    assert page.index("My work here") < page.index("Start learning")


@pytest.mark.parametrize("many", [1, 3])
def test_my_page_takes_the_same_few_queries_however_much_is_on_it(client, django_assert_num_queries, many):
    person = PersonFactory()
    for _ in range(many):
        version = literacy_learning.course()
        cohort = literacy_classes.a_class(learners=1, course=version.course)
        cohort.enrolments.update(citizen=person)
        begun = literacy_learning.course()
        learning.open_lesson(lesson=begun.lessons.first(), citizen=person)
        an_open(citizens=[person])
    client.force_login(person)
    with django_assert_num_queries(13):
        assert client.get(reverse("my_page")).text.count("Start the course") == many
