"""What people must know: an inbox in the portal for everyone, with e-mail and text messages beside it.

An action calls `notices.tell(person=…, kind=…, **facts)` in its own transaction. Which notices there are stands in the
`notices.py` of each app. This app knows a person only as somebody to be reached. Start reading at `kinds.py`, then
`actions.py`.
"""


def tell(*, person, kind, once=None, **facts):
    """Tell a person something in the caller's transaction; see `notices.actions.tell`."""
    from intelligent_bhutan.notices import actions

    return actions.tell(person=person, kind=kind, once=once, **facts)


def text_code(*, phone, words):
    """Send one urgent text that bears a code; see `notices.actions.text_code`."""
    from intelligent_bhutan.notices import actions

    return actions.text_code(phone=phone, words=words)
