"""What the literacy strand tells people; each module registers its kinds as it is imported."""

from literacy.notices import examining, teaching

__all__ = ["examining", "teaching"]
