"""Courses in the making: written by one person, reviewed and published by another."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intelligent_bhutan import audit
from literacy.models import Course, CourseVersion

State = CourseVersion.State


@transaction.atomic
def review(*, version, by):
    """Somebody who did not write the draft has read it. Raises: ValidationError for its writer, and for no draft."""
    version = CourseVersion.objects.select_for_update().get(pk=version.pk)
    refuse_unless(version.state == State.DRAFT, _("Only a draft can be reviewed."))
    refuse_unless(version.written_by_id != by.pk, _("Whoever wrote a course cannot review it. Ask a colleague."))
    version.state, version.reviewed_by = State.REVIEWED, by
    version.save(update_fields=["state", "reviewed_by"])
    audit.record("course_version:reviewed", subject=version, by=by)
    return version


@transaction.atomic
def publish(*, version, by):
    """Learners begin this edition from now on; those in an earlier one keep it, which is withdrawn for newcomers.

    Raises: ValidationError for its writer, for what was not reviewed, and for an edition without a lesson.
    """
    version = CourseVersion.objects.select_for_update().get(pk=version.pk)
    Course.objects.select_for_update().get(pk=version.course_id)
    refuse_unless(version.state == State.REVIEWED, _("Only what was reviewed can be published."))
    refuse_unless(version.written_by_id != by.pk, _("Whoever wrote a course cannot publish it. Ask a colleague."))
    refuse_unless(version.lessons.exists(), _("A course without a lesson cannot be published."))
    CourseVersion.objects.filter(course_id=version.course_id, state=State.PUBLISHED).update(state=State.WITHDRAWN)
    version.state, version.published_by, version.published_at = State.PUBLISHED, by, timezone.now()
    version.save(update_fields=["state", "published_by", "published_at"])
    audit.record("course_version:published", subject=version, by=by)
    return version


def refuse_unless(fine, sentence):
    """Raise what the user can mend."""
    if not fine:
        raise ValidationError(sentence)
