"""Editions are written by one and published by another."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from literacy.actions import editing, learning
from literacy.models import CheckOption, Competence, Course, CourseVersion, Recording
from literacy.queries.learning import edition_for
from tests.factories import literacy_learning as factory
from tests.moments import many_at_once


@pytest.mark.django_db
def test_a_draft_is_reviewed_and_published_by_a_second_person():
    version, editor, publisher = factory.course(), factory.person("editor"), factory.person("publisher")
    draft = editing.start_version(course=version.course, by=editor)
    reviewed = editing.review(version=draft, by=publisher)
    assert (reviewed.state, reviewed.written_by, reviewed.reviewed_by) == ("reviewed", editor, publisher)
    published = editing.publish(version=reviewed, by=publisher)
    assert (published.state, published.published_by) == ("published", publisher)
    assert timezone.now() - published.published_at < timedelta(minutes=1)
    version.refresh_from_db()
    assert version.state == "withdrawn"
    said = Entry.objects.filter(verb__startswith="version:").order_by("pk").values_list("verb", "actor")
    people = [str(person.public_id) for person in (editor, publisher, publisher)]
    assert [(verb, str(actor)) for verb, actor in said] == list(
        zip(["version:started", "version:reviewed", "version:published"], people, strict=True)
    )


@pytest.mark.django_db
def test_the_writer_neither_reviews_nor_publishes():
    version, both = factory.course(), factory.person("editor", "publisher")
    draft = editing.start_version(course=version.course, by=both)
    with pytest.raises(ValidationError, match="Another person must review and publish it"):
        editing.review(version=draft, by=both)
    editing.review(version=draft, by=factory.person("publisher"))
    with pytest.raises(ValidationError, match="Another person must review and publish it"):
        editing.publish(version=draft, by=both)
    with pytest.raises(IntegrityError, match="published_by_a_second_person"), transaction.atomic():
        CourseVersion.objects.filter(pk=draft.pk).update(published_by=both)
    assert CourseVersion.objects.get(state="published") == version


@pytest.mark.django_db
@pytest.mark.parametrize("act", [editing.review, editing.publish])
@pytest.mark.parametrize("roles", [(), ("editor",), ("analyst",)])
def test_others_neither_review_nor_publish(act, roles):
    draft = factory.course(state="draft")
    with pytest.raises(PermissionDenied):
        act(version=draft, by=factory.person(*roles))


@pytest.mark.django_db
def test_only_editors_start_a_draft():
    version = factory.course()
    for roles in ((), ("publisher",)):
        with pytest.raises(PermissionDenied):
            editing.start_version(course=version.course, by=factory.person(*roles))
    assert version.course.versions.count() == 1


@pytest.mark.django_db
def test_no_step_is_left_out_or_taken_twice():
    draft, publisher = factory.course(state="draft"), factory.person("publisher")
    with pytest.raises(ValidationError, match="not in the state"):
        editing.publish(version=draft, by=publisher)
    editing.review(version=draft, by=publisher)
    with pytest.raises(ValidationError, match="not in the state"):
        editing.review(version=draft, by=publisher)
    editing.publish(version=draft, by=publisher)
    with pytest.raises(ValidationError, match="not in the state"):
        editing.publish(version=draft, by=publisher)


@pytest.mark.django_db
def test_a_course_without_editions_has_nothing_to_start_from():
    with pytest.raises(ValidationError, match="no edition to start from"):
        editing.start_version(course=Course.objects.create(slug="empty"), by=factory.person("editor"))


@pytest.mark.django_db
def test_a_draft_copies_all_and_learners_keep_their_edition():
    version, editor, publisher = factory.course(), factory.person("editor"), factory.person("publisher")
    lesson = version.lessons.first()
    lesson.competences.set(Competence.objects.filter(code="4.2"))
    version.title_dz = "དངུལ་སྤྲོད།"
    version.save()
    block = lesson.blocks.get(kind="text")
    Recording.objects.create(block=block, spoken_language="dz", file="recordings/a.mp3", byte_size=9000)
    old, new = factory.person(), factory.person()
    learning.open_lesson(lesson=lesson, citizen=old)
    draft = editing.start_version(course=version.course, by=editor)
    assert draft.lessons.count() == 2
    assert CheckOption.objects.filter(block__lesson__version=draft).count() == 4
    assert (draft.title_en, draft.title_dz) == ("Pay safely", "དངུལ་སྤྲོད།")
    copied = draft.lessons.first()
    assert [one.code for one in copied.competences.all()] == ["4.2"]
    assert copied.blocks.get(kind="text").recordings.get().file.name == "recordings/a.mp3"
    assert block.recordings.count() == 1
    editing.publish(version=editing.review(version=draft, by=publisher), by=publisher)
    assert edition_for(version.course.slug, old) == version
    assert edition_for(version.course.slug, new) == draft


@pytest.mark.usefixtures("committed")
def test_editors_who_start_at_once_start_one_draft():
    version, editors = factory.course(), [factory.person("editor") for _ in range(4)]
    results = many_at_once(lambda number: editing.start_version(course=version.course, by=editors[number]), 4)
    drafts = CourseVersion.objects.filter(state="draft")
    assert [one for one in results if isinstance(one, CourseVersion)] == [drafts.get()]
    assert results.count("Another edition of this course is under way. Finish that one first.") == 3


@pytest.mark.usefixtures("committed")
def test_publishers_who_publish_at_once_publish_once():
    version, publishers = factory.course(), [factory.person("publisher") for _ in range(4)]
    draft = editing.start_version(course=version.course, by=factory.person("editor"))
    editing.review(version=draft, by=publishers[0])
    many_at_once(lambda number: editing.publish(version=draft, by=publishers[number]), 4)
    assert CourseVersion.objects.get(state="published") == draft
    assert Entry.objects.filter(verb="version:published").count() == 1
