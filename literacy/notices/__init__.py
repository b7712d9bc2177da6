"""What the literacy strand tells people; one module a desk."""

from literacy.notices import teaching

__all__ = ["teaching"]
