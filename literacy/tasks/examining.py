"""What follows from examinations; each may run twice."""

from intelligent_bhutan import outbox
from literacy.actions import assessing, proficiency


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
