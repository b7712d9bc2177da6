"""From draft to published: one person writes, another one publishes, and what is published does not change."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from intelligent_bhutan.people import rules
from literacy.models import Course, CourseVersion

State = CourseVersion.State


@transaction.atomic
def start_version(*, course, by):
    """A draft that copies the newest edition whole. Raises: ValidationError while another one is under way."""
    if not rules.is_editor(by):
        raise PermissionDenied
    Course.objects.select_for_update().get(pk=course.pk)
    newest = newest_finished(course)
    if newest is None:
        raise ValidationError(_("This course has no edition to start from."))
    draft = copied(
        newest,
        number=newest.number + 1,
        state=State.DRAFT,
        file_sha256="",
        written_by=by,
        reviewed_by=None,
        published_by=None,
        published_at=None,
    )
    draft.competences.set(newest.competences.all())
    copy_content(newest, draft)
    audit.record("version:started", subject=draft, by=by)
    return draft


def newest_finished(course):
    """The newest edition, or None. Raises: ValidationError while it is still being made."""
    newest = course.versions.order_by("-number").first()
    if newest and newest.state in {State.DRAFT, State.REVIEWED}:
        raise ValidationError(_("Another edition of this course is under way. Finish that one first."))
    return newest


def copy_content(source, draft):
    """Modules, lessons, blocks, answers, recordings and guides; files are shared: editions never change them."""
    for guide in source.guides.filter(lesson=None):
        copied(guide, version=draft)
    for module in source.modules.all():
        new_module = copied(module, version=draft)
        for lesson in module.lessons.all():
            new_lesson = copied(lesson, version=draft, module=new_module)
            new_lesson.competences.set(lesson.competences.all())
            for guide in source.guides.filter(lesson=lesson):
                copied(guide, version=draft, lesson=new_lesson)
            for block in lesson.blocks.all():
                new_block = copied(block, lesson=new_lesson)
                for part in [*block.options.all(), *block.recordings.all()]:
                    copied(part, block=new_block)


def copied(row, **changes):
    """A new row with the old one's values in every language, but for the changes and its own ids."""
    left_out = {"id", "public_id"}
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in left_out and not hasattr(field, "translation_fields_of")
    }
    model = type(row)
    new = model()
    for name, value in values.items():
        setattr(new, name, value)
    for name, value in changes.items():
        setattr(new, name, value)
    new.save(force_insert=True)
    return new


@transaction.atomic
def review(*, version, by):
    """A second person has read the draft. Raises: ValidationError for its writer, or when it is no draft."""
    version = held(version, by, State.DRAFT)
    version.state, version.reviewed_by = State.REVIEWED, by
    version.save(update_fields=["state", "reviewed_by"])
    audit.record("version:reviewed", subject=version, by=by)
    return version


@transaction.atomic
def publish(*, version, by):
    """Learners who begin from now on get this edition; the former one is withdrawn but stays theirs who began it."""
    version = held(version, by, State.REVIEWED)
    CourseVersion.objects.filter(course_id=version.course_id, state=State.PUBLISHED).update(state=State.WITHDRAWN)
    version.state, version.published_by, version.published_at = State.PUBLISHED, by, timezone.now()
    version.save(update_fields=["state", "published_by", "published_at"])
    audit.record("version:published", subject=version, by=by)
    return version


def held(version, by, state):
    """The edition, locked, in the state that the act needs, and in the hands of a publisher who did not write it."""
    if not rules.is_publisher(by):
        raise PermissionDenied
    Course.objects.select_for_update().get(pk=version.course_id)
    version = CourseVersion.objects.select_for_update().get(pk=version.pk)
    if version.written_by_id == by.pk:
        raise ValidationError(_("You wrote this edition. Another person must review and publish it."))
    if version.state != state:
        raise ValidationError(_("This edition is not in the state that this step needs. Load the page again."))
    return version
