"""`person` knows nobody; `organisation`, `proof` (identity numbers, PINs, limits) and `proposal` know `person`;
`appointment` knows `organisation` and `proposal`.

`recovering` (codes, recoveries at a centre, corrections) knows them all and builds on `proposal`.
"""

from intelligent_bhutan.people.models.appointment import Appointment, Invitation
from intelligent_bhutan.people.models.organisation import Membership, Organisation
from intelligent_bhutan.people.models.person import User
from intelligent_bhutan.people.models.proof import IdentityNumber, Pin, SignInLimit
from intelligent_bhutan.people.models.recovering import Code, Correction, CorrectionScan, Evidence, Recovery

__all__ = [
    "Appointment",
    "Code",
    "Correction",
    "CorrectionScan",
    "Evidence",
    "IdentityNumber",
    "Invitation",
    "Membership",
    "Organisation",
    "Pin",
    "Recovery",
    "SignInLimit",
    "User",
]
