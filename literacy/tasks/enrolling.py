"""What follows from who is in a class; may run twice."""

from intelligent_bhutan import outbox
from literacy.actions import cohorts


@outbox.handler("literacy.leave_classes", queue="celery")
def leave_classes(person):
    """Take a person out of every class whose consent was withdrawn."""
    cohorts.leave_all(person=person)
