"""The portal of the digital-society pillar of Bhutan's National Digital Strategy.

Start reading at `urls.py` (what there is), `reactions.py` (what happens when) and `settings.py` (how it is set up).
Imports point down: portal (this package's own modules and `targets`), then the four strands, then the foundation
(`certificates`, `people`, `places`, `outbox`, `audit`; each knows only those to its right).
"""

from intelligent_bhutan.celery import app as celery_app

__all__ = ["celery_app"]
