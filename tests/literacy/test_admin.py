"""The admin holds drafts of courses, and nothing of the examination."""

import pytest
from django.contrib import admin
from django.urls import reverse

from literacy.actions import editing
from literacy.models import Attempt, Block, Item, ItemOption
from tests.factories import literacy_learning as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return editing.start_version(course=factory.course().course, by=factory.person("editor"))


@pytest.fixture
def desk(client):
    """The admin as one of these roles sees it."""

    def sign_in(role):
        client.force_login(factory.person(role))
        return client

    return sign_in


def text_of(version):
    return version.lessons.first().blocks.get(kind="text")


def address(thing):
    return reverse(f"admin:literacy_{thing._meta.model_name}_change", args=[thing.pk])


def form_of(block, **changes):
    names = ("text_en", "text_dz", "alternative_text_en", "alternative_text_dz", "transcript_en", "transcript_dz")
    fields = dict.fromkeys(names, "") | {"lesson": block.lesson_id, "position": 1, "kind": "text", "byte_size": 0}
    return fields | {"text_en": block.text_en} | changes


def test_an_editor_changes_a_draft_and_nothing_else(desk, draft):
    client = desk("editor")
    block = text_of(draft)
    assert client.post(address(block), form_of(block, text_en="Plainer.")).status_code == 302
    assert text_of(draft).text_en == "Plainer."
    editing.review(version=draft, by=factory.person("publisher"))
    assert client.post(address(block), form_of(block, text_en="Too late.")).status_code == 403
    published = text_of(draft.course.versions.get(state="published"))
    assert client.get(address(published)).status_code == 200
    assert client.post(address(published), form_of(published, text_en="Too late.")).status_code == 403
    assert Block.objects.filter(text_en="Too late.").count() == 0


def test_a_block_cannot_be_moved_into_a_published_edition(desk, draft):
    block = text_of(draft)
    published = text_of(draft.course.versions.get(state="published"))
    page = desk("editor").post(address(block), form_of(block, lesson=published.lesson_id, position=9))
    assert page.status_code == 200
    block.refresh_from_db()
    assert block.lesson.version == draft


def test_a_publisher_looks_and_changes_nothing(desk, draft):
    block, client = text_of(draft), desk("publisher")
    assert client.get(reverse("admin:index")).status_code == 200
    page = client.get(address(block))
    assert (page.status_code, block.text_en in page.text, 'name="text_en"' in page.text) == (200, True, False)
    assert client.post(address(block), form_of(block, text_en="Not mine.")).status_code == 403
    assert text_of(draft).text_en == block.text_en


def test_a_role_without_a_part_in_it_is_turned_away_at_the_door(desk, draft):
    block = text_of(draft)
    page = desk("analyst").post(address(block), form_of(block, text_en="Not mine."), follow=True)
    assert page.status_code == 403
    assert text_of(draft).text_en == block.text_en


def test_editions_are_neither_added_nor_deleted_here(desk, draft):
    client = desk("editor")
    assert client.get(reverse("admin:literacy_courseversion_add")).status_code == 403
    assert client.post(reverse("admin:literacy_courseversion_delete", args=[draft.pk])).status_code == 403


def test_the_examination_is_not_in_the_admin():
    assert not {Item, ItemOption, Attempt} & set(admin.site._registry)
