"""Telling people, carrying the copies, and what people do with their inboxes."""

from intelligent_bhutan.notices.actions.telling import tell, text_code

__all__ = ["tell", "text_code"]
