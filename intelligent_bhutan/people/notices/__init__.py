"""What this app tells people; each module registers its kinds as it is imported."""

from intelligent_bhutan.people.notices import account, appointing, ownership, recovering

__all__ = ["account", "appointing", "ownership", "recovering"]
