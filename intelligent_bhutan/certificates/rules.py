"""Who may do what with certificates."""

import rules

from intelligent_bhutan.people.rules import is_programme_officer


@rules.predicate
def is_holder(user, award):
    """The person whose certificate it is."""
    return award is not None and award.citizen_id == user.pk


rules.add_perm("certificates.oversee", is_programme_officer)
rules.add_perm("certificates.revoke", is_programme_officer & ~is_holder)
