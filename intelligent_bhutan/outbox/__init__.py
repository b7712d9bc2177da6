"""Work that must not be lost.

An action posts a message in its own transaction: `outbox.post("certificates.issue", award=award.pk)`. The row is the
truth; Celery only carries it. Handlers are named where the work lives: `@outbox.handler("certificates.issue")` in the
app's `tasks.py`. Start reading at `actions.py`.
"""

from intelligent_bhutan.outbox.handlers import handler

__all__ = ["handler", "post"]


def post(kind, *, key=None, delay=None, **payload):
    """Post a message in the caller's transaction; see `outbox.actions.post`."""
    from intelligent_bhutan.outbox import actions

    return actions.post(kind, key=key, delay=delay, **payload)
