"""What a learner does is kept once, however often it is sent."""

import pytest
from django.core.exceptions import ValidationError

from intelligent_bhutan.audit.models import Entry
from literacy.actions import learning
from literacy.models import CheckAnswer, CourseProgress, LessonProgress, Standing
from tests.factories import literacy_learning as factory
from tests.moments import at_once


def in_tabs(work, tabs=6):
    """The same click in several tabs at the same moment."""
    return at_once(*[work] * tabs)


@pytest.mark.usefixtures("committed")
def test_a_lesson_finished_in_many_tabs_is_finished_once():
    version, citizen = factory.course(lessons=1), factory.person()
    lesson = version.lessons.get()
    in_tabs(lambda: learning.finish_lesson(lesson=lesson, citizen=citizen))
    progress = CourseProgress.objects.get()
    assert (progress.lessons_done, progress.last_lesson) == (1, lesson)
    assert progress.completed_at == learning.finish_lesson(lesson=lesson, citizen=citizen).completed_at
    assert LessonProgress.objects.count() == 1
    assert Standing.objects.get(citizen=citizen).completed_on is not None
    verbs = Entry.objects.filter(verb__in=["course:begun", "lesson:finished"]).order_by("verb")
    assert list(verbs.values_list("verb", flat=True)) == ["course:begun", "lesson:finished"]


@pytest.mark.usefixtures("committed")
def test_the_last_lessons_finished_in_two_tabs_complete_the_course():
    version, citizen = factory.course(lessons=2), factory.person()
    lessons = list(version.lessons.all())
    in_tabs(lambda: learning.finish_lesson(lesson=lessons.pop(), citizen=citizen), tabs=2)
    progress = CourseProgress.objects.get()
    assert progress.lessons_done == 2
    assert progress.completed_at is not None


@pytest.mark.usefixtures("committed")
def test_answers_given_in_many_tabs_are_one_answer_with_every_try_counted():
    version, citizen = factory.course(lessons=1), factory.person()
    block = version.lessons.get().blocks.get(kind="check")
    option = block.options.get(correct=True)
    in_tabs(lambda: learning.answer_check(block=block, option=option, citizen=citizen))
    answer = CheckAnswer.objects.get()
    assert (answer.option, answer.tries) == (option, 6)


@pytest.mark.django_db
def test_finishing_again_keeps_the_day():
    version, citizen = factory.course(lessons=2), factory.person()
    lesson = version.lessons.first()
    learning.finish_lesson(lesson=lesson, citizen=citizen)
    done_at = LessonProgress.objects.get().done_at
    progress = learning.finish_lesson(lesson=lesson, citizen=citizen)
    assert LessonProgress.objects.get().done_at == done_at
    assert (progress.lessons_done, progress.completed_at) == (1, None)


@pytest.mark.django_db
def test_an_answer_to_a_check_leaves_no_audit_line():
    version, citizen = factory.course(), factory.person()
    block = version.lessons.first().blocks.get(kind="check")
    before = Entry.objects.count()
    learning.answer_check(block=block, option=block.options.first(), citizen=citizen)
    assert Entry.objects.count() == before


@pytest.mark.django_db
def test_an_answer_to_another_question_is_refused():
    version, citizen = factory.course(), factory.person()
    mine, other = (lesson.blocks.get(kind="check") for lesson in version.lessons.all())
    with pytest.raises(ValidationError, match="another question"):
        learning.answer_check(block=mine, option=other.options.first(), citizen=citizen)
    assert not CheckAnswer.objects.exists()


@pytest.mark.django_db
def test_an_outline_is_never_completed_by_what_is_written_of_it():
    version, citizen = factory.course(lessons=2), factory.person()
    written, outline = version.lessons.all()
    outline.blocks.all().delete()
    assert learning.finish_lesson(lesson=written, citizen=citizen).completed_at is None
