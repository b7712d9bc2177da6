"""What is read about targets: `answer.py` for every page, `progress.py` for the public, `dashboard.py` for staff."""

from intelligent_bhutan.targets.queries.answer import Answer, latest_release, national_answer

__all__ = ["Answer", "latest_release", "national_answer"]
