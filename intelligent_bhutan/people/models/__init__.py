"""`person` knows nobody; all others (`organisation`, `proof`, `consent`…) know `person`."""

from intelligent_bhutan.people.models.consent import Consent, ConsentNotice
from intelligent_bhutan.people.models.merge import Merge, MergeProposal, UndoProposal
from intelligent_bhutan.people.models.organisation import Membership, Organisation
from intelligent_bhutan.people.models.own_data import DataCopy, Erasure
from intelligent_bhutan.people.models.person import User
from intelligent_bhutan.people.models.proof import IdentityNumber, Pin, SignInLimit

__all__ = [
    "Consent",
    "ConsentNotice",
    "DataCopy",
    "Erasure",
    "IdentityNumber",
    "Membership",
    "Merge",
    "MergeProposal",
    "Organisation",
    "Pin",
    "SignInLimit",
    "UndoProposal",
    "User",
]
