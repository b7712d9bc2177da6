"""Classes that meet, and organisations that ask."""

from datetime import timedelta

from django.utils import timezone

from intelligent_bhutan.outbox import actions as outbox
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.models import Membership
from literacy.actions import assigning, teaching
from literacy.models import Enrolment
from tests.factories.literacy_classes import a_class
from tests.factories.people import holder_of

HOUR = timedelta(hours=1)


def a_taught_class(*, learners=2, since=timedelta(days=90), **named):
    """A cohort with a trainer, whose learners were enrolled a while ago."""
    cohort = a_class(learners=learners, **named)
    cohort.trainer = holder_of(Membership.Role.TRAINER, cohort.organisation)
    cohort.save()
    cohort.enrolments.update(enrolled_at=timezone.now() - since)
    return cohort


def details(cohort, **changes):
    """What a session needs beside its time."""
    return {
        "taught_by": cohort.trainer,
        "spoken_language": "dz",
        "place": "School hall",
        "centre": None,
        "lessons": [],
        "note": "",
    } | changes


def a_session(cohort, *, begins=-HOUR, minutes=60, weeks=1, by=None, **changes):
    """A session that begins so long from now; the first of a series where there are several weeks."""
    return teaching.plan(
        cohort=cohort,
        starts_at=timezone.now() + begins,
        minutes=minutes,
        weeks=weeks,
        details=details(cohort, **changes),
        by=by or cohort.coordinator,
    )[0]


def rolls(cohort):
    """The primary keys of the enrolments, by roll number."""
    return dict(Enrolment.objects.filter(cohort=cohort).values_list("roll_number", "pk"))


def an_assignment(cohort, *, whom="all", due_in=14, course="its", **named):
    """The class's organisation asks for the class's course, or for the examination where course is None."""
    return assigning.assign(
        organisation=cohort.organisation,
        whom=whom,
        cohort=cohort if whom == "class" else None,
        course=cohort.course if course == "its" else course,
        due_on=timezone.localdate() + timedelta(days=due_in),
        by=cohort.coordinator,
        **named,
    )


def carry():
    """Do all that waits in the outbox, and what follows from it."""
    while waiting := list(Message.objects.due(timezone.now()).values_list("pk", flat=True)):
        for pk in waiting:
            outbox.carry(pk)
