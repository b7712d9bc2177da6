"""Courses and lessons as people meet them."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from literacy.actions import learning
from literacy.models import CheckAnswer, CourseProgress, LessonProgress
from literacy.queries import learning as queries
from tests.factories import literacy_learning as factory

pytestmark = pytest.mark.django_db


def lesson_url(version, slug="lesson-1"):
    return reverse("literacy:lesson", args=[version.course.slug, slug])


@pytest.mark.parametrize("many", [1, 3])
def test_courses_take_the_same_few_queries_however_many(client, django_assert_num_queries, many):
    for _ in range(many):
        factory.course()
    with django_assert_num_queries(2):
        page = client.get(reverse("literacy:courses"))
    assert page.content.decode().count('class="course"') == many


def test_a_draft_is_not_found(client):
    version = factory.course(state="draft")
    assert client.get(version.course.get_absolute_url()).status_code == 404
    assert client.get(lesson_url(version)).status_code == 404


def test_a_visitor_reads_without_a_cookie_and_sees_the_reason_of_an_answer(client):
    version = factory.course()
    page = client.get(lesson_url(version), {"screen": 2, "answer": 1})
    assert "What would happen" in page.content.decode()
    assert "The money is gone. Call the bank." in page.content.decode()
    assert not page.cookies
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert page["Cache-Control"] == "public, max-age=300"
    assert CheckAnswer.objects.count() == 0


def test_a_visitors_pages_are_cheap(client, django_assert_num_queries):
    version = factory.course(lessons=3)
    with django_assert_num_queries(5):
        client.get(lesson_url(version), {"screen": 2})
    with django_assert_num_queries(2):
        client.get(version.course.get_absolute_url())


def test_a_learners_answer_is_kept_and_can_be_given_again(client):
    version, citizen = factory.course(), factory.person()
    client.force_login(citizen)
    for position in (1, 2):
        page = client.post(f"{lesson_url(version)}?screen=2", {"answer": position}, follow=True)
    assert "She tells you." in page.content.decode()
    answer = CheckAnswer.objects.get(citizen=citizen)
    assert (answer.option.position, answer.tries) == (2, 2)


def test_finishing_every_lesson_completes_the_course(client):
    version, citizen = factory.course(lessons=2), factory.person()
    client.force_login(citizen)
    for slug in ("lesson-1", "lesson-2"):
        assert client.post(reverse("literacy:lesson_finish", args=[version.course.slug, slug])).status_code == 302
    progress = CourseProgress.objects.get(citizen=citizen)
    assert progress.lessons_done == 2
    assert progress.completed_at is not None
    assert citizen.standing.completed_on is not None


def test_a_visitor_cannot_finish(client):
    version = factory.course()
    page = client.post(reverse("literacy:lesson_finish", args=[version.course.slug, "lesson-1"]))
    assert page.status_code == 302
    assert LessonProgress.objects.count() == 0


def test_the_place_never_goes_back():
    version, citizen = factory.course(), factory.person()
    lesson = version.lessons.first()
    learning.open_lesson(lesson=lesson, citizen=citizen, screen=3)
    assert learning.open_lesson(lesson=lesson, citizen=citizen, screen=1).screen == 3


def test_the_course_page_resumes_at_the_last_screen(client):
    version, citizen = factory.course(), factory.person()
    client.force_login(citizen)
    client.get(lesson_url(version), {"screen": 2})
    assert f'href="{lesson_url(version)}?screen=2"' in client.get(version.course.get_absolute_url()).content.decode()


def test_listen_shows_only_where_there_is_a_recording(client):
    version = factory.course()
    block = version.lessons.first().blocks.get(position=1)
    assert 'name="listen"' not in client.get(lesson_url(version)).content.decode()
    block.recordings.create(spoken_language="dz", file="recordings/one.mp3", seconds=9, byte_size=9000)
    page = client.get(lesson_url(version), {"listen": 1, "voice": "dz"}).content.decode()
    assert 'name="listen"' in page
    assert "recordings/one.mp3" in page


def test_a_video_has_its_captions_and_a_picture_its_words(client):
    version = factory.course()
    block = version.lessons.first().blocks.get(position=1)
    block.kind, block.file, block.captions_en = "video", "lessons/pay.mp4", "captions/pay.vtt"
    block.save()
    assert 'srclang="en"' in client.get(lesson_url(version)).content.decode()


def test_a_dzongkha_page_marks_english():
    version = factory.course()
    block = version.lessons.first().blocks.get(position=1)
    with translation.override("dz"):
        shown = render_to_string("literacy/_block.html", {"block": block})
    assert 'class="fallback"' in shown
    assert '<div class="stack" lang="en">' in shown


def test_a_learners_pages_are_cheap(client, django_assert_num_queries):
    version, citizen = factory.course(lessons=3), factory.person()
    client.force_login(citizen)
    client.get(lesson_url(version), {"screen": 2})
    with django_assert_num_queries(5):
        client.get(version.course.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(lesson_url(version), {"screen": 1})
    with django_assert_num_queries(1):
        board = queries.dashboard(citizen)
    assert board.resume.version == version
    assert board.resume.lessons_total == 3
    assert "You stopped here" in render_to_string("literacy/_dashboard.html", {"learning": board})
