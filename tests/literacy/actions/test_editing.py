"""Editions are written by one and published by another."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from literacy.actions import editing, learning
from literacy.models import CheckOption
from literacy.queries.learning import edition_for
from tests.factories import literacy_learning as factory

pytestmark = pytest.mark.django_db


def test_publishing_needs_a_second_person():
    version, both = factory.course(), factory.person("editor", "publisher")
    draft = editing.start_version(course=version.course, by=both)
    with pytest.raises(ValidationError):
        editing.review(version=draft, by=both)
    with pytest.raises(PermissionDenied):
        editing.review(version=draft, by=factory.person("editor"))


def test_a_draft_copies_all_and_learners_keep_their_edition():
    version, editor, publisher = factory.course(), factory.person("editor"), factory.person("publisher")
    old, new = factory.person(), factory.person()
    learning.open_lesson(lesson=version.lessons.first(), citizen=old)
    draft = editing.start_version(course=version.course, by=editor)
    assert draft.lessons.count() == 2
    assert CheckOption.objects.filter(block__lesson__version=draft).count() == 4
    assert draft.title_en == "Pay safely"
    editing.publish(version=editing.review(version=draft, by=publisher), by=publisher)
    assert edition_for(version.course.slug, old) == version
    assert edition_for(version.course.slug, new) == draft
