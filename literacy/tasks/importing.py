"""Reading and enrolling cohorts from files; each may run twice."""

from intelligent_bhutan import outbox
from literacy.actions import importing, reading


@outbox.handler("literacy.read_import", queue="import")
def read_import(cohort_import):
    """Keep every row of a file."""
    reading.read(cohort_import=cohort_import)


@outbox.handler("literacy.check_rows", queue="import")
def check_rows(cohort_import):
    """Check the next rows."""
    reading.check_rows(cohort_import=cohort_import)


@outbox.handler("literacy.enrol_chunk", queue="import")
def enrol_chunk(cohort_import):
    """Enrol the next rows."""
    importing.enrol_chunk(cohort_import=cohort_import)
