"""What a person is told after a sitting."""

from datetime import timedelta

import pytest
from django.utils import timezone

from literacy.actions import learning, sittings
from literacy.models import Attempt, Competence, Course, Item
from literacy.queries.results import results_of, sat_by
from tests.factories import literacy_learning
from tests.factories.literacy_assessment import a_signed, a_standard, an_open, answer, sit, sit_everything
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting():
    """An open sitting in two domains with one candidate."""
    return an_open()


def lesson_on(*competences, domain=None, **fields):
    """The first lesson of a new course, which teaches these competences."""
    version = literacy_learning.course(lessons=1, **fields)
    Course.objects.filter(pk=version.course_id).update(domain=domain)
    lesson = version.lessons.get()
    lesson.competences.set(competences)
    return lesson


def result(sitting, number=0, at=None):
    return results_of(sitting.candidates.select_related("sitting__standard", "citizen").first(), at)[number]


def sit_first(sitting, right):
    """The only candidate's paper in the first domain."""
    return sit(sitting.candidates.get(), sitting.domains.order_by("position", "pk").first(), right)


def test_a_domain_is_not_sat_going_on_not_yet_or_passed(sitting):
    candidate = sitting.candidates.get()
    first, second = (one.domain for one in results_of(candidate))
    assert [one.state for one in results_of(candidate)] == ["not_sat", "not_sat"]
    sit(candidate, first, 5)
    assert [one.state for one in results_of(candidate)] == ["passed", "not_sat"]
    sit(candidate, second, 1)
    assert [one.state for one in results_of(candidate)] == ["passed", "not_yet"]
    Attempt.objects.filter(domain=second).update(submitted_at=None, points=None, points_possible=None, passed=None)
    assert [one.state for one in results_of(candidate)] == ["passed", "going_on"]


def test_a_retake_is_possible_when_the_pause_is_over(sitting):
    attempt = sit_first(sitting, 0)
    end = attempt.submitted_at + timedelta(days=1)
    assert result(sitting).again_at == end
    assert result(sitting, at=end - timedelta(seconds=1)).again_at == end
    assert result(sitting, at=end).again_at is None


def test_a_pass_in_a_later_sitting_ends_the_practice(sitting):
    attempt = sit_first(sitting, 0)
    Attempt.objects.update(submitted_at=timezone.now() - timedelta(days=2))
    later = an_open(sitting.standard, [attempt.citizen])
    sit(later.candidates.get(), attempt.domain, 5)
    told = result(sitting)
    assert (told.state, told.again_at, told.practise) == ("passed", None, ())


def test_a_later_failure_moves_the_date_on_the_page_of_the_first_sitting(sitting):
    attempt = sit_first(sitting, 0)
    Attempt.objects.update(submitted_at=timezone.now() - timedelta(days=2))
    later = an_open(sitting.standard, [attempt.citizen])
    again = sit(later.candidates.get(), attempt.domain, 0)
    assert result(sitting).again_at == again.submitted_at + timedelta(days=1)


def test_a_void_sitting_gives_no_pass_and_no_pause():
    held = a_signed()
    sittings.void(sitting=held, reason="The power failed.", by=held.assigned_by)
    assert {(one.state, one.again_at) for one in results_of(held.candidates.get())} == {("not_yet", None)}


def test_what_was_weakest_comes_first_with_its_lessons(sitting):
    candidate, domain = sitting.candidates.get(), result(sitting).domain
    weak, weaker = (
        Competence.objects.create(framework="Test", area=9, code=code, title=code) for code in ("9.1", "9.2")
    )
    Item.objects.filter(domain=domain, kind="single").update(competence=weaker)  # two on a paper
    Item.objects.filter(domain=domain, kind="ordering").update(competence=weak)  # one on a paper
    elsewhere, own = lesson_on(weaker, slug="any"), lesson_on(weak, weaker, domain=domain, slug="own")
    outline = lesson_on(weaker, slug="outline")
    outline.blocks.all().delete()
    lesson_on(weaker, slug="draft", state="draft")
    attempt = sit(candidate, domain, 0)
    told = {one.competence: one.lessons for one in result(sitting).practise}
    rest = Competence.objects.get(code="9.9")
    assert set(told) == {weak, weaker, rest}
    assert list(told).index(weaker) < list(told).index(weak)
    assert (told[weaker], told[weak], told[rest]) == ([own, elsewhere], [own], [])
    assert result(sitting).lessons == [own, elsewhere], "each once"
    assert result(sitting).course == own.version
    assert attempt.passed is False


def test_what_was_right_is_not_to_be_practised(sitting):
    domain = result(sitting).domain
    strong = Competence.objects.create(framework="Test", area=9, code="9.1", title="Strong")
    Item.objects.filter(domain=domain, kind="matching").update(competence=strong)
    attempt = sit_first(sitting, 0)
    Attempt.objects.update(submitted_at=None, points=None, points_possible=None, passed=None)
    attempt.refresh_from_db()
    attempt.paper.sort(key=lambda slot: Item.objects.get(pk=slot["item"]).kind != "matching")
    answer(attempt, how_many=1)
    Attempt.objects.update(submitted_at=timezone.now(), points=1, points_possible=5, passed=False)
    assert [one.competence.code for one in result(sitting).practise] == ["9.9"]


def test_lessons_are_those_of_the_edition_that_the_person_began(sitting):
    lesson = lesson_on(Competence.objects.get(code="9.9"))
    learning.open_lesson(lesson=lesson, citizen=sitting.candidates.get().citizen)
    newer = literacy_learning.course(lessons=1, state="draft").lessons.get()
    newer.competences.add(Competence.objects.get(code="9.9"))
    type(lesson.version).objects.filter(pk=lesson.version_id).update(state="withdrawn")
    type(lesson.version).objects.filter(pk=newer.version_id).update(
        course=lesson.version.course, number=2, state="published"
    )
    sit_first(sitting, 0)
    assert [one.lessons for one in result(sitting).practise] == [[lesson]]


@pytest.mark.parametrize("keys", [("one",), ("x", "y", "z")])
def test_results_take_the_same_few_queries_however_many_domains(keys, django_assert_num_queries):
    held = an_open(a_standard(*keys))
    lesson_on(Competence.objects.get(code="9.9"))
    sit_everything(held, 0)
    candidate = held.candidates.select_related("citizen", "sitting__standard").get()
    with django_assert_num_queries(10):
        assert len(results_of(candidate)) == len(keys)


def test_sittings_stand_there_once_something_was_handed_in(sitting):
    citizen = sitting.candidates.get().citizen
    assert list(sat_by(citizen)) == []
    sit_first(sitting, 0)
    assert list(sat_by(citizen)) == [sitting.candidates.get()]
    assert list(sat_by(PersonFactory())) == []


def test_a_pass_under_another_standard_does_not_pass_for_this_ones():
    person = PersonFactory()
    a_signed(a_standard(), [person])
    later = an_open(a_standard(), [person])
    sit_first(later, 1)
    assert [one.state for one in results_of(later.candidates.get())] == ["not_yet", "not_sat"]
