"""Facts of certificates, told in the past tense inside the transaction that made them true."""

from django.dispatch import Signal

# A certificate got its serial number. Argument: award.
award_issued = Signal()

# A certificate was revoked, for good. Argument: award.
award_revoked = Signal()

# A certificate was replaced by a corrected one, and what it was given for still holds. Arguments: award, replaced.
award_replaced = Signal()
