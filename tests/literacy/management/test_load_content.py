"""`manage.py load_content`: how an empty portal comes to its courses and its item bank."""

import io

import pytest
from django.core.management import CommandError, call_command

from intelligent_bhutan.audit.models import Entry
from literacy import content
from literacy.actions import editing
from literacy.models import Course, CourseVersion, Item
from tests.factories.literacy_learning import person

pytestmark = pytest.mark.django_db
PARTS = sum(1 + len(guide["lessons"]) for guide in content.guides())


def run(editor, publisher):
    said = io.StringIO()
    call_command("load_content", "--editor", editor.username, "--publisher", publisher.username, stdout=said)
    return said.getvalue().splitlines()


def test_an_empty_portal_gets_every_course_published_and_every_item_once():
    editor, publisher = person("editor"), person("publisher")
    courses, items = list(content.courses()), list(content.items())
    said = run(editor, publisher)
    assert said[0] == f"1 of {len(courses)}: {courses[0]['slug']}, edition 1, published"
    assert said[-1] == f"{len(items)} exam items, {len(items)} of them new; {PARTS} new parts of teaching guides."
    assert Course.objects.published().count() == len(courses)
    assert Item.objects.filter(state="in_use").count() == len(items)
    assert set(CourseVersion.objects.values_list("written_by", "published_by")) == {(editor.pk, publisher.pk)}
    lines = Entry.objects.count()
    assert run(editor, publisher)[-1] == f"{len(items)} exam items, 0 of them new; 0 new parts of teaching guides."
    assert (CourseVersion.objects.count(), Item.objects.count()) == (len(courses), len(items))
    assert Entry.objects.count() == lines


@pytest.mark.parametrize(
    ("editor", "publisher", "words"),
    [("publisher", "publisher", "is no editor"), ("editor", "editor", "is no publisher")],
)
def test_nobody_stands_in_for_a_role_they_do_not_hold(editor, publisher, words):
    with pytest.raises(CommandError, match=words):
        run(person(editor), person(publisher))
    assert not Course.objects.exists()


def test_one_person_with_both_roles_is_not_two_people():
    both = person("editor", "publisher")
    with pytest.raises(CommandError, match="two people"):
        run(both, both)
    assert not Item.objects.exists()


def test_a_course_under_way_is_named_and_holds_up_no_other():
    editor, publisher = person("editor"), person("publisher")
    run(editor, publisher)
    CourseVersion.objects.filter(course__slug="first-steps-online").update(file_sha256="0" * 64)
    editing.start_version(course=Course.objects.get(slug="first-steps-online"), by=editor)
    Item.objects.order_by("pk").last().delete()
    with pytest.raises(CommandError, match="Not loaded: first-steps-online"):
        run(editor, publisher)
    assert Item.objects.count() == len(list(content.items()))
