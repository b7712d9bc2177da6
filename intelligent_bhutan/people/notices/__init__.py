"""What this app tells people; each module registers its kinds as it is imported."""

from intelligent_bhutan.people.notices import ownership

__all__ = ["ownership"]
