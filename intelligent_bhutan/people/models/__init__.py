"""`person` knows nobody; `organisation`, `proof` (identity numbers, PINs, limits) and `proposal` know `person`;
`appointment` knows `organisation` and `proposal`."""

from intelligent_bhutan.people.models.appointment import Appointment, Invitation
from intelligent_bhutan.people.models.organisation import Membership, Organisation
from intelligent_bhutan.people.models.person import User
from intelligent_bhutan.people.models.proof import IdentityNumber, Pin, SignInLimit

__all__ = ["Appointment", "IdentityNumber", "Invitation", "Membership", "Organisation", "Pin", "SignInLimit", "User"]
