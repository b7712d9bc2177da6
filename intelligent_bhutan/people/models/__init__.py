"""`person` knows nobody; `organisation`, `proof` (identity numbers, PINs, limits), `consent`, `own_data` and `proposal`
know `person`; `appointment` knows `organisation` and `proposal`, `merge` knows `proposal`.

`recovering` (codes, recoveries at a centre, corrections) knows them all and builds on `proposal`.
"""

from intelligent_bhutan.people.models.appointment import Appointment, Invitation
from intelligent_bhutan.people.models.consent import Consent, ConsentNotice
from intelligent_bhutan.people.models.merge import Merge, MergeProposal, UndoProposal
from intelligent_bhutan.people.models.organisation import Membership, Organisation
from intelligent_bhutan.people.models.own_data import DataCopy, Erasure
from intelligent_bhutan.people.models.person import User
from intelligent_bhutan.people.models.proof import IdentityNumber, Pin, SignInLimit
from intelligent_bhutan.people.models.recovering import Code, Correction, CorrectionScan, Evidence, Recovery

__all__ = [
    "Appointment",
    "Code",
    "Consent",
    "ConsentNotice",
    "Correction",
    "CorrectionScan",
    "DataCopy",
    "Erasure",
    "Evidence",
    "IdentityNumber",
    "Invitation",
    "Membership",
    "Merge",
    "MergeProposal",
    "Organisation",
    "Pin",
    "Recovery",
    "SignInLimit",
    "UndoProposal",
    "User",
]
