"""The editing pages."""

import re

import pytest
from django.urls import reverse

from intelligent_bhutan.audit.models import Entry
from literacy.actions import editing
from literacy.models import CheckAnswer, CourseProgress, LessonProgress
from tests.factories import literacy_learning as factory

pytestmark = pytest.mark.django_db


def addresses_of(version):
    slug, number = version.course.slug, version.number
    return [
        reverse("literacy:editing"),
        reverse("literacy:editing_version", args=[slug, number]),
        preview_of(version),
    ]


def preview_of(version, lesson="lesson-1"):
    return reverse("literacy:preview", args=[version.course.slug, version.number, lesson])


@pytest.fixture
def draft():
    """A draft beside a published edition, in which the first lesson says something new."""
    version = factory.course()
    made = editing.start_version(course=version.course, by=factory.person("editor"))
    made.lessons.first().blocks.filter(kind="text").update(text_en="Only in the draft.")
    return made


def test_editing_is_for_editors_and_publishers(client, draft):
    for address in addresses_of(draft):
        assert client.get(address).status_code == 302
    client.force_login(factory.person("analyst"))
    for address in addresses_of(draft):
        assert client.get(address).status_code == 403
    for role in ("editor", "publisher"):
        client.force_login(factory.person(role))
        for address in addresses_of(draft):
            assert client.get(address).status_code == 200


def test_an_editor_starts_and_a_publisher_publishes(client):
    version = factory.course()
    client.force_login(factory.person("editor"))
    page = client.post(reverse("literacy:editing_start", args=[version.course.slug]))
    assert page.status_code == 302
    assert client.post(page.url, {"act": "review"}).status_code == 403
    client.force_login(factory.person("publisher"))
    client.post(page.url, {"act": "review"})
    client.post(page.url, {"act": "publish"})
    version.refresh_from_db()
    assert version.state == "withdrawn"


def test_a_refusal_is_said_on_the_page(client, draft):
    client.force_login(factory.person("editor"))
    page = client.post(reverse("literacy:editing_start", args=[draft.course.slug]), follow=True)
    assert page.redirect_chain == [(reverse("literacy:editing"), 302)]
    assert "Finish that one first." in page.text
    client.force_login(factory.person("publisher"))
    page = client.post(addresses_of(draft)[1], {"act": "publish"})
    assert "not in the state that this step needs" in page.text


def test_words_of_a_draft_are_linked_for_who_may_change_them_and_open(client, draft):
    page, published = addresses_of(draft)[1], addresses_of(draft.course.versions.get(state="published"))[1]
    client.force_login(factory.person("publisher"))
    assert "Change the words" not in client.get(page).text
    client.force_login(factory.person("editor"))
    assert "Change the words" not in client.get(published).text
    links = re.findall(r'<a href="(/admin/[^"]+)"', client.get(page).text)
    assert len(links) == 1 + draft.lessons.count() * (
        1 + 3 + 2
    )  # edition; lesson, its blocks, the answers of its check
    assert {client.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize("many", [1, 3])
def test_editions_take_the_same_few_queries_however_many(client, django_assert_num_queries, many):
    for _ in range(many):
        factory.course()
    client.force_login(factory.person("editor"))
    with django_assert_num_queries(5):  # session, person, roles, count, editions
        page = client.get(reverse("literacy:editing"))
    assert page.text.count("/1/") == many


def test_an_edition_shows_how_hard_its_english_is(client, draft):
    hard = "Authentication necessitates simultaneous verification through independent communication."
    draft.lessons.last().blocks.filter(kind="text").update(text_en=hard * 9)
    client.force_login(factory.person("editor"))
    page = client.get(addresses_of(draft)[1]).text
    assert page.count("Reading grade") == 2
    assert page.count('<span class="tag warn">Reading grade') == 1


def test_a_preview_is_linked_and_shows_the_draft_as_learners_will_see_it(client, draft):
    client.force_login(factory.person("editor"))
    assert f'href="{preview_of(draft)}"' in client.get(addresses_of(draft)[1]).text
    page = client.get(preview_of(draft))
    assert "Only in the draft." in page.text
    assert 'href="?screen=2"' in page.text
    assert "no-store" in page["Cache-Control"]
    last = client.get(preview_of(draft), {"screen": 99}).text
    assert f'href="{addresses_of(draft)[1]}"' in last
    assert "Finish the lesson" not in last


def test_a_preview_answers_checks_and_keeps_nothing(client, draft):
    client.force_login(factory.person("editor"))
    before = Entry.objects.count()
    assert "csrfmiddlewaretoken" not in client.get(preview_of(draft), {"screen": 2}).text
    assert "The money is gone. Call the bank." in client.get(preview_of(draft), {"screen": 2, "answer": 1}).text
    assert client.post(preview_of(draft), {"answer": 1}).status_code == 405
    for model in (CourseProgress, LessonProgress, CheckAnswer):
        assert not model.objects.exists()
    assert Entry.objects.count() == before


def test_a_preview_of_what_is_not_there_is_not_found(client, draft):
    client.force_login(factory.person("editor"))
    draft.lessons.last().blocks.all().delete()
    assert client.get(preview_of(draft, "lesson-2")).status_code == 404
    assert client.get(preview_of(draft, "lesson-9")).status_code == 404
