"""Who may do what in the literacy strand, composed of the roles in `people/rules.py`."""

import rules

from intelligent_bhutan.people.rules import (
    Role,
    holds,
    is_coordinator,
    is_coordinator_of,
    is_editor,
    is_invigilator,
    is_programme_officer,
    is_publisher,
)
from literacy.models import Cohort


@rules.predicate
def is_invigilator_of(user, sitting):
    """Invigilates this sitting."""
    return sitting is not None and sitting.invigilator_id == user.pk


@rules.predicate
def keeps_centre(user, centre):
    """Coordinates the organisation that keeps this centre, or one above it."""
    return centre is not None and is_coordinator_of(user, centre.organisation)


rules.add_perm("literacy.found_centres", is_programme_officer)
rules.add_perm("literacy.edit_centre", is_programme_officer | keeps_centre)
rules.add_perm("literacy.hold_sitting", is_invigilator & is_invigilator_of)
rules.add_perm("literacy.see_sittings", is_invigilator | is_programme_officer)
rules.add_perm("literacy.plan_sittings", is_programme_officer)
rules.add_perm("literacy.edit_courses", is_editor | is_publisher)
rules.add_perm("literacy.publish_courses", is_publisher)


@rules.predicate
def is_trainer(user):
    """Teaches somewhere."""
    return holds(user, Role.TRAINER)


rules.add_perm("literacy.see_cohorts", is_coordinator | is_trainer)
rules.add_perm("literacy.found_cohorts", is_coordinator)
opens_guides = is_coordinator | is_trainer | is_editor | is_publisher  # asked by itself where learners are many
rules.add_perm("literacy.see_guides", opens_guides)


@rules.predicate
def teaches(user, cohort):
    """Coordinates this class, is its trainer, or takes a session of it."""
    return cohort is not None and Cohort.objects.taught_by(user).filter(pk=cohort.pk).exists()


@rules.predicate
def coordinates(user, cohort):
    """Coordinates the organisation of this class."""
    return cohort is not None and is_coordinator_of(user, cohort.organisation)
