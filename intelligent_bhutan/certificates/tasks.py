"""What the outbox carries for certificates; each may run twice."""

from intelligent_bhutan import outbox
from intelligent_bhutan.certificates import actions


@outbox.handler("certificates.issue", queue="issue")
def issue(award):
    """Number one certificate."""
    actions.issue(award=award)


@outbox.handler("certificates.reissue", queue="issue")
def reissue(person):
    """Issue anew what bears an old name of one person."""
    actions.reissue(person=person)


@outbox.handler("certificates.print", queue="pdf")
def make_pdf(award):
    """Make one PDF."""
    actions.make_pdf(award=award)


@outbox.handler("certificates.discard", queue="pdf")
def discard_pdf(name):
    """Remove one PDF whose holder had their data erased."""
    actions.discard_pdf(name=name)
