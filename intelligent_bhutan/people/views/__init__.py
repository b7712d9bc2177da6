"""Pages: `recovering` (codes and slips), `centre` (officers let people in), `corrections`, `sessions`."""

from intelligent_bhutan.people.views import centre, corrections, recovering, sessions

__all__ = ["centre", "corrections", "recovering", "sessions"]
