"""Telling classes and organisations' people; each may run twice."""

from celery import shared_task

from intelligent_bhutan import outbox
from literacy.actions import assigning, teaching


@outbox.handler("literacy.tell_class", queue="notify")
def tell_class(session, what, revision, after):
    """Tell the next learners that a session was moved or cancelled."""
    teaching.tell_class(session=session, what=what, revision=revision, after=after)


@outbox.handler("literacy.tell_asked", queue="notify")
def tell_asked(assignment, what, due_on, after):
    """Tell the next people what their organisation asks."""
    assigning.tell_asked(assignment=assignment, what=what, due_on=due_on, after=after)


@outbox.handler("literacy.follow_sitting", queue="celery")
def follow_sitting(sitting, by):
    """What organisations ask follows a sitting that was moved or cancelled."""
    assigning.follow_sitting(sitting=sitting, by=by)


@shared_task(name="literacy.remind_of_assignments")
def remind_of_assignments():
    """Three days before it is due, once."""
    assigning.remind()
