"""Append-only, hash-chained record of who did what.

Actions call `audit.record("noun:verb", subject=…, by=…)`; a sealer links the committed entries into a signed chain.
Start reading at `actions.py`, then `chain.py`, which is the arithmetic of the chain.
"""


def record(verb, *, subject, by, reason=""):
    """Write one audit line in the caller's transaction; see `audit.actions.record`."""
    from intelligent_bhutan.audit import actions

    return actions.record(verb, subject=subject, by=by, reason=reason)
