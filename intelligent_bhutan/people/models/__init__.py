"""`person` knows nobody; `organisation` knows `person`; `proof` (identity numbers, PINs, limits) knows `person`."""

from intelligent_bhutan.people.models.organisation import Membership, Organisation
from intelligent_bhutan.people.models.person import User
from intelligent_bhutan.people.models.proof import IdentityNumber, Pin, SignInLimit

__all__ = ["IdentityNumber", "Membership", "Organisation", "Pin", "SignInLimit", "User"]
