"""`person` knows nobody; `organisation` knows `person`; `proof` (identity numbers, PINs, limits) knows `person`.

`recovering` (codes, recoveries at a centre, corrections) knows them all and builds on `proposal`.
"""

from intelligent_bhutan.people.models.organisation import Membership, Organisation
from intelligent_bhutan.people.models.person import User
from intelligent_bhutan.people.models.proof import IdentityNumber, Pin, SignInLimit
from intelligent_bhutan.people.models.recovering import Code, Correction, CorrectionScan, Evidence, Recovery

__all__ = [
    "Code",
    "Correction",
    "CorrectionScan",
    "Evidence",
    "IdentityNumber",
    "Membership",
    "Organisation",
    "Pin",
    "Recovery",
    "SignInLimit",
    "User",
]
