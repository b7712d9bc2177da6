"""Courses and lessons as people meet them."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from literacy.actions import editing, learning
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


def test_a_draft_beside_a_published_edition_is_seen_by_no_citizen(client):
    version = factory.course()
    draft = editing.start_version(course=version.course, by=factory.person("editor"))
    draft.lessons.first().blocks.filter(kind="text").update(text_en="Only in the draft.")
    for citizen in (None, factory.person(), factory.person("analyst")):
        if citizen:
            client.force_login(citizen)
        page = client.get(lesson_url(version))
        assert ("Read the name." in page.text, "Only in the draft." in page.text) == (True, False)
    assert client.get(reverse("literacy:courses")).text.count('class="course"') == 1


def test_a_withdrawn_edition_stays_with_those_who_began_it(client):
    version, old, new = factory.course(lessons=1), factory.person(), factory.person()
    client.force_login(old)
    client.get(lesson_url(version))
    draft = editing.start_version(course=version.course, by=factory.person("editor"))
    draft.lessons.update(slug="renamed")
    publisher = factory.person("publisher")
    editing.publish(version=editing.review(version=draft, by=publisher), by=publisher)
    assert client.get(lesson_url(version)).status_code == 200
    assert client.get(lesson_url(version, "renamed")).status_code == 404
    client.force_login(new)
    assert client.get(lesson_url(version)).status_code == 404
    assert client.get(lesson_url(version, "renamed")).status_code == 200


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


@pytest.mark.parametrize("answer", [{}, {"answer": "9"}, {"answer": "མ"}])
def test_no_answer_is_asked_for_again_and_keeps_nothing(client, answer):
    version = factory.course()
    client.force_login(factory.person())
    page = client.post(f"{lesson_url(version)}?screen=2", answer)
    assert "Choose one of the answers first." in page.text
    assert not CheckAnswer.objects.exists()


def test_an_answer_to_a_screen_without_a_check_keeps_nothing(client):
    version = factory.course()
    client.force_login(factory.person())
    assert client.post(f"{lesson_url(version)}?screen=1", {"answer": 1}).status_code == 200
    assert not CheckAnswer.objects.exists()


def test_an_answer_shows_what_would_happen_and_can_be_tried_again(client):
    version = factory.course()
    client.force_login(factory.person())
    page = client.post(f"{lesson_url(version)}?screen=2", {"answer": 1}, follow=True)
    assert "What would happen" in page.text
    assert "The money is gone. Call the bank." in page.text
    again = client.get(lesson_url(version), {"screen": 2}).text
    assert "The money is gone. Call the bank." not in again
    assert " checked" not in again


def test_after_an_answer_the_page_goes_to_its_reason_with_the_choice_beside_it(client):
    version = factory.course()
    visitor = client.get(lesson_url(version), {"screen": 2})
    assert f'method="get" action="{lesson_url(version)}#said"' in visitor.text
    client.force_login(factory.person())
    sent = client.post(f"{lesson_url(version)}?screen=2", {"answer": 1})
    assert sent["Location"] == f"{lesson_url(version)}?screen=2&said=1#said"
    for page in (client.get(sent["Location"]), Client().get(lesson_url(version), {"screen": 2, "answer": 1})):
        reason = page.text.split('id="said" tabindex="-1"')[1].split("</form>")[0]
        assert ("Send it." in reason, "The money is gone." in reason) == (True, True)


def test_a_refused_answer_is_where_the_page_goes(client):
    version = factory.course()
    client.force_login(factory.person())
    page = client.post(f"{lesson_url(version)}?screen=2")
    assert "Choose one of the answers first." in page.text.split('id="said"')[1]


def test_finishing_every_lesson_completes_the_course(client):
    version, citizen = factory.course(lessons=2), factory.person()
    client.force_login(citizen)
    for slug in ("lesson-1", "lesson-2"):
        assert client.post(reverse("literacy:lesson_finish", args=[version.course.slug, slug])).status_code == 302
    progress = CourseProgress.objects.get(citizen=citizen)
    assert progress.lessons_done == 2
    assert progress.completed_at is not None
    assert citizen.standing.completed_on is not None


def test_finishing_is_praised_and_the_last_lesson_says_what_comes_next(client):
    version = factory.course(lessons=2)
    client.force_login(factory.person())
    said = [
        client.post(reverse("literacy:lesson_finish", args=[version.course.slug, slug]), follow=True).text
        for slug in ("lesson-1", "lesson-2")
    ]
    assert ["Well done! One lesson more." in page for page in said] == [True, False]
    assert ["Well done! The course is finished." in page for page in said] == [False, True]
    assert ["ask your teacher or a centre for the examination" in page for page in said] == [False, True]


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
    block.recordings.create(spoken_language="dz", file="recordings/one.mp3", byte_size=9000)
    page = client.get(lesson_url(version), {"listen": 1, "voice": "dz"}).content.decode()
    assert 'name="listen"' in page
    assert "recordings/one.mp3" in page


def test_listen_offers_the_learners_spoken_language_whatever_the_pages_language(client):
    version, citizen = factory.course(), factory.person()
    block = version.lessons.first().blocks.get(position=1)
    for language in ("dz", "tsj"):
        block.recordings.create(spoken_language=language, file=f"recordings/{language}.mp3", byte_size=9000)
    citizen.spoken_language = "tsj"
    citizen.save()
    client.force_login(citizen)
    for interface in ("en", "dz"):
        with translation.override(interface):
            page = client.get(lesson_url(version)).text
        assert '<option value="tsj" selected>' in page
        assert "<audio" not in page
    page = client.get(lesson_url(version), {"listen": 1, "voice": "tsj"}).text
    assert "recordings/tsj.mp3" in page
    assert "recordings/dz.mp3" not in page


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


def test_english_that_stands_in_for_dzongkha_is_marked_on_every_page(client):
    version = factory.course(lessons=1)
    version.title_dz = "དངུལ་སྤྲོད།"
    version.save()
    with translation.override("dz"):
        listed = client.get(reverse("literacy:courses")).text
        course = client.get(version.course.get_absolute_url()).text
        check = client.get(lesson_url(version), {"screen": 2, "answer": 1}).text
    assert "དངུལ་སྤྲོད།</a>" in listed
    assert '<span lang="en">Send money safely.</span>' in listed
    assert f'<a href="{reversed_in_dzongkha(version)}"><span lang="en">Lesson 1</span></a>' in course
    assert '<h1><span lang="en">Lesson 1</span></h1>' in check
    for english in ("Send it.", "Call her.", "The money is gone. Call the bank."):
        assert f'<span lang="en">{english}</span>' in check
    assert course.count('class="fallback"') == 1
    assert (
        'lang="en"' not in client.get(lesson_url(version), {"screen": 2}).text.split("<main", 1)[1].split("</main")[0]
    )


def reversed_in_dzongkha(version):
    with translation.override("dz"):
        return lesson_url(version)


def test_a_learners_pages_are_cheap(client, django_assert_num_queries):
    version, citizen = factory.course(lessons=3), factory.person()
    client.force_login(citizen)
    client.get(lesson_url(version), {"screen": 2})
    with django_assert_num_queries(7):
        client.get(version.course.get_absolute_url())
    with django_assert_num_queries(9):
        client.get(lesson_url(version), {"screen": 1})
    with django_assert_num_queries(3):
        board = queries.dashboard(citizen)
    assert board.resume.version == version
    assert board.resume.lessons_total == 3
    assert "You stopped here" in render_to_string("literacy/_dashboard.html", {"learning": board})


@pytest.mark.parametrize(("state", "more"), [("published", 0), ("withdrawn", 3)])
def test_what_a_published_lesson_says_is_read_once_for_all_learners(
    client, settings, state, more, django_assert_num_queries
):
    settings.SHARED_PAGE_SECONDS = 30
    version, citizen = factory.course(), factory.person()
    learning.open_lesson(lesson=version.lessons.first(), citizen=citizen)
    version.state = state
    version.save()
    client.force_login(citizen)
    first = client.get(lesson_url(version)).text
    with django_assert_num_queries(6 + more):
        assert client.get(lesson_url(version)).text == first
