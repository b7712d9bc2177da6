"""What follows from examinations; each may run twice."""

from intelligent_bhutan import outbox
from literacy.actions import assessing, proficiency, telling


@outbox.handler("literacy.tell_places", queue="notify")
def tell_places(what, places, sitting_is, facts, at):
    """Tell people of a sitting something of their places."""
    telling.tell_places(what=what, places=places, sitting_is=sitting_is, facts=facts, at=at)


@outbox.handler("literacy.submit_overdue", queue="celery")
def submit_overdue(attempt):
    """Hand in a paper whose time is over."""
    assessing.submit_overdue(attempt=attempt)


@outbox.handler("literacy.withdraw_proficiency", queue="celery")
def withdraw_proficiency(award):
    """Take a person out of the count whose certificate was revoked."""
    proficiency.withdraw(award=award)


@outbox.handler("literacy.follow_award", queue="celery")
def follow_award(award):
    """Hang a proficiency on the corrected certificate."""
    proficiency.follow(award=award)
