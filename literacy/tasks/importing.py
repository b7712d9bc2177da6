"""Reading and enrolling cohorts from files; each may run twice."""

from intelligent_bhutan import outbox
from literacy.actions import importing


@outbox.handler("literacy.read_import", queue="import")
def read_import(cohort_import):
    """Check every row of a file."""
    importing.read(cohort_import=cohort_import)


@outbox.handler("literacy.enrol_chunk", queue="import")
def enrol_chunk(cohort_import):
    """Enrol the next rows."""
    importing.enrol_chunk(cohort_import=cohort_import)
